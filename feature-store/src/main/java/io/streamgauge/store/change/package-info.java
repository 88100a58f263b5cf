/** What becomes of a running pipeline's state when its definition changes: pure comparison, no state is touched here. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.change;
