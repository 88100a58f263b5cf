/** Features as they stood: rows of labels, or of entities and moments, joined to history larger than memory. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.store.backfill.training;
