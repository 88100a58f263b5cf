/** Exact shares of inputs in a model's answer; pure functions of numbers. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring.explain;
