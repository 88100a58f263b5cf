/** The Kafka Streams topology: source, validation, enrichment per entity, feature vector. Start at {@code FeatureTopology}. */
@org.jspecify.annotations.NullMarked
package io.streamgauge.stream;
