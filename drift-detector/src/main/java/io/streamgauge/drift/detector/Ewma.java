package io.streamgauge.drift.detector;

/**
 * Exponentially weighted moving average chart, two-sided [1]: z ← λx + (1−λ)z from the {@linkplain Baseline baseline}'s mean μ; drift
 * when |z − μ| > L·σ·√(λ/(2−λ)).
 *
 * <p>On independent normal values with known mean and deviation, λ = 0.1 and L = 2.814 raise one false alarm in 500 values [2].
 *
 * <p>[1] Roberts, Control chart tests based on geometric moving averages, Technometrics 1, 1959. [2] Lucas and Saccucci,
 * Exponentially weighted moving average control schemes, Technometrics 32, 1990.
 */
final class Ewma implements ChangeDetector {

    private final DetectorSettings settings;
    private final double lambda;
    private final double width;
    private final Baseline baseline;

    private double z = Double.NaN;

    Ewma(DetectorSettings settings) {
        this.settings = settings;
        this.lambda = settings.get("lambda");
        this.width = settings.get("limit") * Math.sqrt(lambda / (2 - lambda));
        this.baseline = new Baseline(settings);
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        if (!baseline.learn(value)) {
            return Signal.NONE;
        }
        double mean = baseline.mean();
        z = lambda * value + (1 - lambda) * (Double.isNaN(z) ? mean : z);
        if (Math.abs(z - mean) > width * baseline.deviation()) {
            reset();
            return Signal.DRIFT;
        }
        return Signal.NONE;
    }

    @Override
    public void reset() {
        baseline.reset();
        z = Double.NaN;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return baseline.snapshot(z);
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        baseline.restore(numbers);
        z = numbers.next();
        numbers.end();
    }
}
