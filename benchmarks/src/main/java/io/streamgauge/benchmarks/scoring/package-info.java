/** The cost of a scoring call against ONNX Runtime's own. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.benchmarks.scoring;
