/** Change detectors on streams of single values. Pure: numbers in, signals out; what they remember is bounded. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.detector;
