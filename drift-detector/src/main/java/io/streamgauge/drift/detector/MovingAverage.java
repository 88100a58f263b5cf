package io.streamgauge.drift.detector;

/**
 * Geometric moving average of what exceeds the mean [1]: s ← α·s + (1−α)·(x − x̄), x̄ the mean of all values so far; drift when s
 * exceeds λ. Rising means only.
 *
 * <p>[1] Roberts, Control chart tests based on geometric moving averages, Technometrics 1, 1959.
 */
final class MovingAverage implements ChangeDetector {

    private final DetectorSettings settings;
    private final int minimum;
    private final double lambda;
    private final double alpha;

    private long n;
    private double mean;
    private double sum;

    MovingAverage(DetectorSettings settings) {
        this.settings = settings;
        this.minimum = settings.count("minimum");
        this.lambda = settings.get("lambda");
        this.alpha = settings.get("alpha");
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        n++;
        mean += (value - mean) / n;
        sum = alpha * sum + (1 - alpha) * (value - mean);
        if (n + 1 >= minimum && sum > lambda) {
            reset();
            return Signal.DRIFT;
        }
        return Signal.NONE;
    }

    @Override
    public void reset() {
        n = 0;
        mean = 0;
        sum = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return new double[] {n, mean, sum};
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        n = numbers.nextLong();
        mean = numbers.next();
        sum = numbers.next();
        numbers.end();
    }
}
