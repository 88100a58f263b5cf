package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EnrichedEventCodec;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventCodec;
import io.streamgauge.store.event.EventSchema;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Values of the hops between sub-topologies, in the feature store's compact form. */
final class HopSerdes {

    private HopSerdes() {}

    static Serde<EnrichedEvent> enriched(FeatureDefinition definition) {
        EnrichedEventCodec codec = new EnrichedEventCodec(
                definition.scoredSource().schema(),
                definition.viewFeatureNames().size());
        return Serdes.serdeFrom((topic, event) -> codec.encode(event), (topic, bytes) -> codec.decode(bytes));
    }

    static Serde<Event> event(EventSchema schema) {
        EventCodec codec = new EventCodec(schema);
        return Serdes.serdeFrom((topic, event) -> codec.encode(event), (topic, bytes) -> codec.decode(bytes));
    }
}
