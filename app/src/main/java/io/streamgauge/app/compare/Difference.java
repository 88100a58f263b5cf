package io.streamgauge.app.compare;

/**
 * How the values of one feature, or the scores, of two pipelines compare over the events that both have predicted.
 *
 * @param name name of the feature
 * @param equal values that are equal to the bit, or missing on both sides
 * @param differing values that are there on both sides and not equal
 * @param onlyBefore values that only the first pipeline has
 * @param onlyAfter values that only the second has
 * @param greatest the greatest difference of two values; NaN when one of two values is
 * @param greatestAt id of the event it was seen at; empty when there is none
 */
public record Difference(
        String name, long equal, long differing, long onlyBefore, long onlyAfter, double greatest, String greatestAt) {

    /** Whether nothing differs. */
    public boolean none() {
        return differing + onlyBefore + onlyAfter == 0;
    }
}
