package io.streamgauge.scoring.explain;

/**
 * Shapley values of a linear margin b + Σ wᵢ·xᵢ against a background with means μᵢ: the share of a column is wᵢ·(xᵢ − μᵢ) and
 * the base is b + Σ wᵢ·μᵢ, whatever the background's other moments [1].
 *
 * <p>[1] Štrumbelj, Kononenko: Explaining prediction models and individual predictions with feature contributions. Knowledge
 * and Information Systems 41, 2014.
 */
public final class LinearAttribution implements Attribution {

    private final Columns columns;
    private final double intercept;
    private final double[] weights;
    private final double[] means;
    private final double base;

    /** @param background rows of columns, at least one */
    public LinearAttribution(Columns columns, double intercept, double[] weights, double[][] background) {
        if (weights.length != columns.size()) {
            throw new IllegalArgumentException(weights.length + " weights of " + columns.size() + " columns");
        }
        Background.check(background, columns.size());
        this.columns = columns;
        this.intercept = intercept;
        this.weights = weights.clone();
        this.means = new double[weights.length];
        for (int column = 0; column < means.length; column++) {
            double sum = 0;
            for (double[] row : background) {
                sum += row[column];
            }
            means[column] = sum / background.length;
        }
        base = margin(means);
    }

    @Override
    public double base() {
        return base;
    }

    @Override
    public double margin(double[] row) {
        double sum = intercept;
        for (int column = 0; column < weights.length; column++) {
            sum += weights[column] * row[column];
        }
        return sum;
    }

    @Override
    public void addTo(double[] row, double[] shares) {
        for (int column = 0; column < weights.length; column++) {
            shares[columns.inputOf(column)] += weights[column] * (row[column] - means[column]);
        }
    }
}
