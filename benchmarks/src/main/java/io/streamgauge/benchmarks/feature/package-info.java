/** The feature engine against a naive deque and against tiles, on one entity's state on heap. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.benchmarks.feature;
