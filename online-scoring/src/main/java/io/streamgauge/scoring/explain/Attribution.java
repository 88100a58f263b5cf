package io.streamgauge.scoring.explain;

/**
 * Shares a model's margin out among its inputs by their Shapley values [1]: the base is what the margin is when no input is
 * known, and the shares of all inputs and the base add up to the margin. An input may stand behind several columns of what
 * the model is given, such as a text behind those that encode it; its share is that of all of them together. Thread-safe.
 *
 * <p>[1] Lundberg, Lee: A Unified Approach to Interpreting Model Predictions. NeurIPS 2017.
 */
public sealed interface Attribution permits LinearAttribution, TreePathAttribution, TreeBackgroundAttribution {

    /** The margin when no input is known. */
    double base();

    /** The margin of a row, added up in double. */
    double margin(double[] columns);

    /**
     * Adds the share of each input to {@code shares}.
     *
     * @param columns the row as the model sees it; NaN for a missing value
     */
    void addTo(double[] columns, double[] shares);
}
