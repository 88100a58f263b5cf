package io.streamgauge.drift.detector;

/**
 * Tabular cumulative sums, two-sided [1]: with z the value's distance from the {@linkplain Baseline baseline} in deviations,
 * S⁺ ← max(0, S⁺ + z − k) and S⁻ ← max(0, S⁻ − z − k); drift when either exceeds h.
 *
 * <p>On independent normal values with known mean and deviation, k = 0.5 and h = 5 raise one false alarm in 465 values; h = 4 one in
 * 168. A baseline learnt from few values makes them more frequent.
 *
 * <p>[1] Page, Continuous inspection schemes, Biometrika 41, 1954.
 */
final class Cusum implements ChangeDetector {

    private final DetectorSettings settings;
    private final double slack;
    private final double limit;
    private final Baseline baseline;

    private double up;
    private double down;

    Cusum(DetectorSettings settings) {
        this.settings = settings;
        this.slack = settings.get("slack");
        this.limit = settings.get("limit");
        this.baseline = new Baseline(settings);
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        if (!baseline.learn(value)) {
            return Signal.NONE;
        }
        double deviation = baseline.deviation();
        double distance = value - baseline.mean();
        up = Math.max(0, up + distance - slack * deviation);
        down = Math.max(0, down - distance - slack * deviation);
        if (up > limit * deviation || down > limit * deviation) {
            reset();
            return Signal.DRIFT;
        }
        return Signal.NONE;
    }

    @Override
    public void reset() {
        baseline.reset();
        up = 0;
        down = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return baseline.snapshot(up, down);
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        baseline.restore(numbers);
        up = numbers.next();
        down = numbers.next();
        numbers.end();
    }
}
