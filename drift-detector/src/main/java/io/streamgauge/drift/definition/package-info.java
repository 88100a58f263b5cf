/** The {@code drift} section of the pipeline document. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.drift.definition;
