/** What is claimed, measured against a reference in the same run. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.benchmarks;
