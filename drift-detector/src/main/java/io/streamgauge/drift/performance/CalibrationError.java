package io.streamgauge.drift.performance;

/**
 * Expected calibration error, Σ nᵦ/n·|ȳᵦ − p̄ᵦ| over {@value #BINS} bins of equal width: how far the share of positive events is from the
 * chances predicted, on average. NaN over no events.
 *
 * <p>Naeini, Cooper and Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015.
 */
public final class CalibrationError {

    /** Bins of predicted chances. */
    public static final int BINS = 10;

    private CalibrationError() {}

    public static double of(double[] chances, double[] outcomes) {
        double[] gaps = new double[BINS];
        for (int i = 0; i < chances.length; i++) {
            gaps[(int) Math.min(BINS - 1, chances[i] * BINS)] += outcomes[i] - chances[i];
        }
        double sum = 0;
        for (double gap : gaps) {
            sum += Math.abs(gap);
        }
        return sum / chances.length;
    }
}
