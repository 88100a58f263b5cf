package io.streamgauge.drift.detector;

/**
 * Page-Hinkley test for a rise of the mean [1]: drift when the faded sum s ← α·s + (x − x̄ − δ) reaches λ, x̄ the mean of all values
 * so far. With {@code floor} the sum never falls below 0, as in River's PageHinkley; without, as in MOA's PageHinkleyDM, a long
 * quiet time makes a debt that a change must first pay back. MOA's CusumDM is the one with floor and α = 1.
 *
 * <p>[1] Page, Continuous inspection schemes, Biometrika 41, 1954; Hinkley, Inference about the change-point, Biometrika 58, 1971.
 */
final class PageHinkley implements ChangeDetector {

    private final DetectorSettings settings;
    private final int minimum;
    private final double delta;
    private final double lambda;
    private final double fading;
    private final boolean floor;

    private long n;
    private double mean;
    private double sum;

    PageHinkley(DetectorSettings settings) {
        this.settings = settings;
        this.minimum = settings.count("minimum");
        this.delta = settings.get("delta");
        this.lambda = settings.get("lambda");
        this.fading = 1 - settings.get("forget");
        this.floor = settings.flag("floor");
    }

    @Override
    public Signal add(double value) {
        Input.check(settings, value);
        n++;
        mean += (value - mean) / n;
        sum = fading * sum + (value - mean - delta);
        if (floor) {
            sum = Math.max(0, sum);
        }
        if (n + 1 >= minimum && sum >= lambda) {
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
