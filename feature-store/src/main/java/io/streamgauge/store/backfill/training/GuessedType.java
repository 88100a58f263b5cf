package io.streamgauge.store.backfill.training;

/**
 * The narrowest type that all texts of a column have: whole numbers as Java writes them are LONG, so 007 is none; then finite
 * decimal numbers DOUBLE, true and false BOOLEAN, all else STRING. Nothing seen is a STRING. Not thread-safe.
 */
final class GuessedType {

    private boolean any;
    private boolean whole = true;
    private boolean decimal = true;
    private boolean truth = true;

    void see(String text) {
        any = true;
        whole = whole && isWhole(text);
        decimal = decimal && (whole || isDecimal(text));
        truth = truth && (text.equals("true") || text.equals("false"));
    }

    ColumnType type() {
        if (!any) {
            return ColumnType.STRING;
        }
        if (whole) {
            return ColumnType.LONG;
        }
        if (decimal) {
            return ColumnType.DOUBLE;
        }
        return truth ? ColumnType.BOOLEAN : ColumnType.STRING;
    }

    private static boolean isWhole(String text) {
        try {
            return Long.toString(Long.parseLong(text)).equals(text);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Digits with one point, perhaps an exponent; a leading zero only before the point. */
    private static boolean isDecimal(String text) {
        if (!text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
            return false;
        }
        return Double.isFinite(Double.parseDouble(text));
    }
}
