/** Predictions joined with the outcomes that come later, and what follows for the model's performance. Pure. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.labels;
