/** The Flink job that watches predictions for drift: wiring, its operators, and how it is started. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift;
