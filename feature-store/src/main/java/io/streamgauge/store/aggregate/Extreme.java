package io.streamgauge.store.aggregate;

/**
 * The least or the greatest value. NaN among the values gives NaN; -0.0 is less than 0.0. A window slides over it by a
 * monotone queue: the values that no newer one beats.
 *
 * @param greatest whether the greatest is meant
 */
public record Extreme(boolean greatest) implements Aggregate {

    /** The one of two values that is the result over both. */
    public double of(double a, double b) {
        return greatest ? Math.max(a, b) : Math.min(a, b);
    }
}
