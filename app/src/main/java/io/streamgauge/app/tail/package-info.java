/** Records of the pipeline's topics shown to a person or as JSON. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.tail;
