/** Scores made into probabilities that come true as often as they say; pure functions of numbers. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring.calibration;
