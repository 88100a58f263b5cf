package io.streamgauge.drift.performance;

/**
 * Errors of predicted numbers. NaN over no events; R² is NaN where the outcomes do not vary.
 *
 * @param meanAbsolute mean of |y − ŷ|, in the outcome's unit
 * @param rootMeanSquare root of the mean of (y − ŷ)², in the outcome's unit
 * @param rSquared 1 − Σ (y − ŷ)² / Σ (y − ȳ)²: 1 is perfect, 0 no better than the mean
 */
public record RegressionError(double meanAbsolute, double rootMeanSquare, double rSquared) {

    public static RegressionError of(double[] predicted, double[] outcomes) {
        if (predicted.length != outcomes.length) {
            throw new IllegalArgumentException(predicted.length + " predictions but " + outcomes.length + " outcomes");
        }
        int n = outcomes.length;
        double absolute = 0;
        double squares = 0;
        double mean = 0;
        double spread = 0;
        for (int i = 0; i < n; i++) {
            double error = outcomes[i] - predicted[i];
            absolute += Math.abs(error);
            squares += error * error;
            double before = mean;
            mean += (outcomes[i] - mean) / (i + 1);
            spread += (outcomes[i] - before) * (outcomes[i] - mean);
        }
        double rSquared = spread == 0 ? Double.NaN : 1 - squares / spread;
        return new RegressionError(absolute / n, Math.sqrt(squares / n), rSquared);
    }
}
