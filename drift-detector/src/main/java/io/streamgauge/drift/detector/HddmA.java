package io.streamgauge.drift.detector;

/**
 * Drift detection by Hoeffding's inequality with the plain average [1]. The stream is cut where the upper bound of the average was
 * least; drift when the average over all is above the one before the cut by at least ε = √(½·(1/n₀ − 1/n)·ln(2/α)), n₀ the values
 * before the cut and n all of them. A fall is tested likewise when both sides are asked for.
 *
 * <p>[1] Frías-Blanco et al., Online and non-parametric drift detection methods based on Hoeffding's bounds, IEEE TKDE 27, 2015.
 */
final class HddmA implements ChangeDetector {

    private final DetectorSettings settings;
    private final double drift;
    private final double warning;
    private final boolean bothSides;
    private final boolean tellFalls;

    private long n;
    private double sum;
    private long lowN;
    private double lowSum;
    private long highN;
    private double highSum;

    HddmA(DetectorSettings settings) {
        settings.inOrder("drift", "warning");
        this.settings = settings;
        this.drift = settings.get("drift");
        this.warning = settings.get("warning");
        this.bothSides = settings.flag("bothSides");
        this.tellFalls = settings.flag("tellFalls");
        reset();
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        n++;
        sum += value;
        if (lowN == 0 || lowSum / lowN + bound(lowN) >= sum / n + bound(n)) {
            lowN = n;
            lowSum = sum;
        }
        if (highN == 0 || highSum / highN - bound(highN) <= sum / n - bound(n)) {
            highN = n;
            highSum = sum;
        }
        double rise = lowN == n ? Double.NEGATIVE_INFINITY : sum / n - lowSum / lowN;
        double fall = highN == n || !bothSides ? Double.NEGATIVE_INFINITY : highSum / highN - sum / n;
        if (rise >= epsilon(lowN, drift)) {
            reset();
            return Signal.DRIFT;
        }
        if (fall >= epsilon(highN, drift)) {
            reset();
            return tellFalls ? Signal.DRIFT : Signal.NONE;
        }
        boolean falling = tellFalls && fall >= epsilon(highN, warning);
        return rise >= epsilon(lowN, warning) || falling ? Signal.WARNING : Signal.NONE;
    }

    private double bound(long size) {
        return Math.sqrt(Math.log(1 / drift) / (2 * size));
    }

    private double epsilon(long before, double confidence) {
        double inverse = (double) (n - before) / before / n;
        return Math.sqrt(inverse / 2 * Math.log(2 / confidence));
    }

    @Override
    public void reset() {
        n = 0;
        sum = 0;
        lowN = 0;
        lowSum = 0;
        highN = 0;
        highSum = 0;
    }

    @Override
    public DetectorSettings settings() {
        return settings;
    }

    @Override
    public double[] snapshot() {
        return new double[] {n, sum, lowN, lowSum, highN, highSum};
    }

    @Override
    public void restore(double[] snapshot) {
        Numbers numbers = new Numbers(settings, snapshot);
        n = numbers.nextLong();
        sum = numbers.next();
        lowN = numbers.nextLong();
        lowSum = numbers.next();
        highN = numbers.nextLong();
        highSum = numbers.next();
        numbers.end();
    }
}
