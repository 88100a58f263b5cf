/** Trains the examples' models, reproducibly, and exports them as ONNX. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.examples;
