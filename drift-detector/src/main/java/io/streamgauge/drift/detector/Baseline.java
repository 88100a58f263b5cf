package io.streamgauge.drift.detector;

/**
 * Mean and deviation a control chart compares with: given, or those of the first {@code minimum} values, frozen then. The
 * deviation is the sample's, with n − 1.
 */
final class Baseline {

    private final int minimum;
    private final boolean given;

    private long n;
    private double mean;
    private double squares;
    private double deviation;

    Baseline(DetectorSettings settings) {
        this.minimum = settings.count("minimum");
        this.given = settings.get("deviation") > 0;
        this.mean = settings.get("mean");
        this.deviation = settings.get("deviation");
    }

    /** Takes a value; true when there is a baseline to compare it with. */
    boolean learn(double value) {
        if (given) {
            return true;
        }
        if (n < minimum) {
            n++;
            double before = mean;
            mean += (value - mean) / n;
            squares += (value - before) * (value - mean);
            deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
        }
        return n >= minimum;
    }

    void reset() {
        if (!given) {
            n = 0;
            mean = 0;
            squares = 0;
            deviation = 0;
        }
    }

    double mean() {
        return mean;
    }

    double deviation() {
        return deviation;
    }

    double[] snapshot(double... more) {
        double[] all = new double[4 + more.length];
        all[0] = n;
        all[1] = mean;
        all[2] = squares;
        all[3] = deviation;
        System.arraycopy(more, 0, all, 4, more.length);
        return all;
    }

    void restore(Numbers numbers) {
        n = numbers.nextLong();
        mean = numbers.next();
        squares = numbers.next();
        deviation = numbers.next();
    }
}
