package io.streamgauge.drift.detector;

/**
 * EWMA chart for a rate of errors [1]: z ← z + λ(x − z) from 0; drift when z > p + L(p)·s, a warning when z > p + ½·L(p)·s, with p the
 * rate so far and s² = p(1−p)·λ/(2−λ)·(1 − (1−λ)²ⁿ). L(p) = 3.97 − 6.56p + 48.73p³ − 330.13p⁵ + 848.18p⁷ is fitted for one false
 * alarm in 400 values at λ = 0.2. Rising rates only.
 *
 * <p>[1] Ross, Adams, Tasoulis and Hand, Exponentially weighted moving average charts for detecting concept drift, Pattern
 * Recognition Letters 33, 2012.
 */
final class Ecdd implements ChangeDetector {

    private final DetectorSettings settings;
    private final int minimum;
    private final double lambda;

    private long n;
    private double sum;
    private double z;

    Ecdd(DetectorSettings settings) {
        this.settings = settings;
        this.minimum = settings.count("minimum");
        this.lambda = settings.get("lambda");
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        n++;
        sum += value;
        z += lambda * (value - z);
        if (n < minimum) {
            return Signal.NONE;
        }
        double p = sum / n;
        double s = Math.sqrt(p * (1 - p) * lambda * (1 - Math.pow(1 - lambda, 2.0 * n)) / (2 - lambda));
        double width = limit(p) * s;
        if (z > p + width) {
            reset();
            return Signal.DRIFT;
        }
        return z > p + 0.5 * width ? Signal.WARNING : Signal.NONE;
    }

    private static double limit(double p) {
        return 3.97 - 6.56 * p + 48.73 * Math.pow(p, 3) - 330.13 * Math.pow(p, 5) + 848.18 * Math.pow(p, 7);
    }

    @Override
    public void reset() {
        n = 0;
        sum = 0;
        z = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return new double[] {n, sum, z};
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        n = numbers.nextLong();
        sum = numbers.next();
        z = numbers.next();
        numbers.end();
    }
}
