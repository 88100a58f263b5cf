package io.streamgauge.drift.detector;

/**
 * Moving average against a baseline that moves too, as River's EWMA: z ← λx + (1−λ)z from the first value; drift when z is more
 * than L·σ·√(λ/(2−λ)·(1 − (1−λ)²ⁿ)) from the mean of all n values so far, σ² the exponentially weighted variance, E(x²) − E(x)².
 *
 * <p>A change widens σ as it shifts z, so it answers later than {@link Ewma}; slow changes are followed in silence.
 */
final class AdaptiveEwma implements ChangeDetector {

    private final DetectorSettings settings;
    private final int minimum;
    private final double lambda;
    private final double limit;

    private long n;
    private double mean;
    private double z;
    private double zOfSquares;

    AdaptiveEwma(DetectorSettings settings) {
        this.settings = settings;
        this.minimum = settings.count("minimum");
        this.lambda = settings.get("lambda");
        this.limit = settings.get("limit");
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        n++;
        z = n == 1 ? value : lambda * value + (1 - lambda) * z;
        zOfSquares = n == 1 ? value * value : lambda * value * value + (1 - lambda) * zOfSquares;
        mean += (value - mean) / n;
        if (n < minimum) {
            return Signal.NONE;
        }
        double variance = Math.max(0, zOfSquares - z * z);
        double factor = lambda / (2 - lambda) * (1 - Math.pow(1 - lambda, 2.0 * n));
        if (Math.abs(z - mean) > limit * Math.sqrt(variance * factor)) {
            reset();
            return Signal.DRIFT;
        }
        return Signal.NONE;
    }

    @Override
    public void reset() {
        n = 0;
        mean = 0;
        z = 0;
        zOfSquares = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return new double[] {n, mean, z, zOfSquares};
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        n = numbers.nextLong();
        mean = numbers.next();
        z = numbers.next();
        zOfSquares = numbers.next();
        numbers.end();
    }
}
