/** The drift job's aggregation against a plain loop, and the power of its detectors and its policy against others' figures. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.benchmarks.drift;
