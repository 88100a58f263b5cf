package io.streamgauge.store.aggregate;

/** A value and when it was. */
record Point(long timeMs, double value) {}
