package io.streamgauge.drift.detector;

/**
 * Early drift detection method [1]: watches the distances between errors, their mean m and deviation s. With M the greatest m + 2s
 * so far, a warning when (m + 2s)/M < α and drift when (m + 2s)/M < β.
 *
 * <p>Looks at errors only, after {@code minimum} values and {@code minimum} errors; a warning lasts until the next error. The
 * distance of the first error counts from the start.
 *
 * <p>[1] Baena-García et al., Early drift detection method, IWKDDS 2006.
 */
final class Eddm implements ChangeDetector {

    private final DetectorSettings settings;
    private final int minimum;
    private final double alpha;
    private final double beta;
    private final boolean sample;

    private long n;
    private long errors;
    private long lastError;
    private double mean;
    private double squares;
    private double greatest;
    private boolean warned;

    Eddm(DetectorSettings settings) {
        settings.inOrder("beta", "alpha");
        this.settings = settings;
        this.minimum = settings.count("minimum");
        this.alpha = settings.get("alpha");
        this.beta = settings.get("beta");
        this.sample = settings.flag("sample");
        reset();
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        n++;
        if (value == 0) {
            return warned ? Signal.WARNING : Signal.NONE;
        }
        warned = false;
        double sum = spread();
        if (n < minimum || (sample && n == minimum)) {
            return Signal.NONE;
        }
        if (sum > greatest) {
            greatest = sum;
            return Signal.NONE;
        }
        double ratio = sum / greatest;
        if (errors > minimum && ratio < beta) {
            reset();
            return Signal.DRIFT;
        }
        warned = errors > minimum && ratio < alpha;
        return warned ? Signal.WARNING : Signal.NONE;
    }

    private double spread() {
        errors++;
        double distance = n - lastError;
        lastError = n;
        double before = mean;
        mean += (distance - mean) / errors;
        squares += (distance - mean) * (distance - before);
        return mean + 2 * Math.sqrt(squares / Math.max(1, sample ? errors - 1 : errors));
    }

    @Override
    public void reset() {
        n = 0;
        errors = 0;
        lastError = 0;
        mean = 0;
        squares = 0;
        greatest = 0;
        warned = false;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return new double[] {n, errors, lastError, mean, squares, greatest, warned ? 1 : 0};
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        n = numbers.nextLong();
        errors = numbers.nextLong();
        lastError = numbers.nextLong();
        mean = numbers.next();
        squares = numbers.next();
        greatest = numbers.next();
        warned = numbers.next() == 1;
        numbers.end();
    }
}
