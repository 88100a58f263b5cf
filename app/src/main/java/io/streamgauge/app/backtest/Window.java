package io.streamgauge.app.backtest;

/**
 * A window that was judged. Whoever raises an alarm on it does so at its end.
 *
 * @param startMs inclusive
 * @param endMs exclusive
 */
record Window(long startMs, long endMs) {}
