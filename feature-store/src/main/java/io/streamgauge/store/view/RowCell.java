package io.streamgauge.store.view;

/**
 * A field of a table's row as a series keeps it: a value, or null, or that the row was deleted. A number is kept as it is,
 * for fields are finite; null is NaN and a deletion -∞. A text is kept behind a letter, which says what it is.
 */
final class RowCell {

    static final double NULL = Double.NaN;
    static final double DELETED = Double.NEGATIVE_INFINITY;

    static final String NULL_TEXT = "n";
    static final String DELETED_TEXT = "d";
    private static final char VALUE = 't';

    private RowCell() {}

    /** A text as the series keeps it. */
    static String kept(String text) {
        return VALUE + KeptText.of(text);
    }

    /** Whether a kept text is a value. */
    static boolean isValue(String kept) {
        return kept.charAt(0) == VALUE;
    }

    /** The text that is kept so. */
    static String value(String kept) {
        return kept.substring(1);
    }
}
