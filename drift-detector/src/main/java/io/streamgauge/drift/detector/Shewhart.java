package io.streamgauge.drift.detector;

/**
 * Shewhart's chart of single values [1]: drift when a value is more than k deviations from the {@linkplain Baseline baseline}. On
 * independent normal values k = 3 raises one false alarm in 370.
 *
 * <p>[1] Shewhart, Economic control of quality of manufactured product, 1931.
 */
final class Shewhart implements ChangeDetector {

    private final DetectorSettings settings;
    private final double limit;
    private final Baseline baseline;

    Shewhart(DetectorSettings settings) {
        this.settings = settings;
        this.limit = settings.get("limit");
        this.baseline = new Baseline(settings);
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        if (baseline.learn(value) && Math.abs(value - baseline.mean()) > limit * baseline.deviation()) {
            reset();
            return Signal.DRIFT;
        }
        return Signal.NONE;
    }

    @Override
    public void reset() {
        baseline.reset();
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return baseline.snapshot();
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        baseline.restore(numbers);
        numbers.end();
    }
}
