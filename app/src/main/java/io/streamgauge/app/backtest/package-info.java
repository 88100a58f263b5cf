/** Drift detection on the past: what would have been told, how late, and how often for nothing. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.backtest;
