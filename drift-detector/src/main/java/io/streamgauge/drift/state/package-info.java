/** Bytes of what the job keeps and sends between operators; versioned, read for ever. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.state;
