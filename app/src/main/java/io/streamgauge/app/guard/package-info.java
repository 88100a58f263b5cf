/** Guards of deployed models: predictions are read back and judged, and a variant that does not keep its guards is taken back. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.app.guard;
