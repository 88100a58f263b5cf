/** From windows to verdicts, alerts and retraining events. Pure: a state and a window in, a state and outcomes out. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.policy;
