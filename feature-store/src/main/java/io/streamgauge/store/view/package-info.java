/** One feature view's arithmetic over its rows. Pure. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.view;
