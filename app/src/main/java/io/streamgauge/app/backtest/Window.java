package io.streamgauge.app.backtest;

/**
 * A window that was judged.
 *
 * @param startMs inclusive
 * @param endMs exclusive
 * @param toldMs when an alarm about it is raised
 */
record Window(long startMs, long endMs, long toldMs) {

    /** One that is told of at its end. */
    Window(long startMs, long endMs) {
        this(startMs, endMs, endMs);
    }
}
