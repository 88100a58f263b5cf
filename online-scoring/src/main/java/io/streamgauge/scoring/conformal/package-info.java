/** Sets of classes and intervals of numbers that hold the outcome as often as they say; pure functions of numbers. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring.conformal;
