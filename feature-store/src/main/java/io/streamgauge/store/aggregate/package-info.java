/** The aggregation algebra. Pure: no engine, clock, I/O or logging. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.aggregate;
