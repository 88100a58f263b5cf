/** State rows: one per view and entity, and their byte layout. Pure. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.row;
