/** Models served by ONNX Runtime; the only package that knows its API. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.scoring.onnx;
