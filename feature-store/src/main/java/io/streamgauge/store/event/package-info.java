/** Events of a source: typed fields, and how bytes become them. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.event;
