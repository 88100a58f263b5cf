package io.streamgauge.scoring.explain;

/** Checks of background rows. */
final class Background {

    private Background() {}

    static void check(double[][] rows, int columns) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("no background rows; at least one is needed");
        }
        for (double[] row : rows) {
            if (row.length != columns) {
                throw new IllegalArgumentException(
                        "a background row of " + row.length + " columns; expected " + columns);
            }
        }
    }
}
