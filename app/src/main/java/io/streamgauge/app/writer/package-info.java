/** Which pipeline writes which topic of predictions, as a switch has noted it in the topics {@code <pipeline>.writer}. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.writer;
