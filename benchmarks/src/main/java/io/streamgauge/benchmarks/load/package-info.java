/** Reads of features over HTTP under load. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.benchmarks.load;
