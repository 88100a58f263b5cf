/** The same features from a file, without Kafka. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.backfill;
