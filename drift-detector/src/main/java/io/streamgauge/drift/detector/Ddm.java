package io.streamgauge.drift.detector;

/**
 * Drift detection method [1]: errors are binomial, so their rate p over n values has deviation s = √(p(1−p)/n). A warning when
 * p + s > p₀ + w·s₀, drift when p + s > p₀ + d·s₀, where p₀ and s₀ are p and s where p + s was least.
 *
 * <p>Rising rates only. The first test is at value {@code minimum} − 1, as in MOA.
 *
 * <p>[1] Gama, Medas, Castillo and Rodrigues, Learning with drift detection, SBIA 2004.
 */
final class Ddm implements ChangeDetector {

    private final DetectorSettings settings;
    private final int minimum;
    private final double warning;
    private final double drift;

    private long n;
    private double p;
    private double leastP;
    private double leastS;
    private double leastSum;

    Ddm(DetectorSettings settings) {
        settings.inOrder("warning", "drift");
        this.settings = settings;
        this.minimum = settings.count("minimum");
        this.warning = settings.get("warning");
        this.drift = settings.get("drift");
        reset();
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        n++;
        p += (value - p) / n;
        double s = Math.sqrt(p * (1 - p) / n);
        if (n + 1 < minimum) {
            return Signal.NONE;
        }
        if (p + s <= leastSum) {
            leastP = p;
            leastS = s;
            leastSum = p + s;
        }
        if (p + s > leastP + drift * leastS) {
            reset();
            return Signal.DRIFT;
        }
        return p + s > leastP + warning * leastS ? Signal.WARNING : Signal.NONE;
    }

    @Override
    public void reset() {
        n = 0;
        p = 0;
        leastP = Double.MAX_VALUE;
        leastS = Double.MAX_VALUE;
        leastSum = Double.MAX_VALUE;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return new double[] {n, p, leastP, leastS, leastSum};
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        n = numbers.nextLong();
        p = numbers.next();
        leastP = numbers.next();
        leastS = numbers.next();
        leastSum = numbers.next();
        numbers.end();
    }
}
