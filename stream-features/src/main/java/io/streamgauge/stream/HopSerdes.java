package io.streamgauge.stream;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EnrichedEventCodec;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventCodec;
import io.streamgauge.store.event.FormerLayouts;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Values of the hops between sub-topologies, in the feature store's compact form. */
final class HopSerdes {

    private HopSerdes() {}

    static Serde<EnrichedEvent> enriched(FeatureDefinition definition) {
        return enriched(definition, FormerLayouts.NONE);
    }

    /** @param former what else may still be on its way */
    static Serde<EnrichedEvent> enriched(FeatureDefinition definition, FormerLayouts former) {
        EnrichedEventCodec codec = new EnrichedEventCodec(
                definition.scoredSource().schema(),
                definition.viewFeatureNames(),
                former.of(definition.scored()),
                former.features());
        return Serdes.serdeFrom((topic, event) -> codec.encode(event), (topic, bytes) -> codec.decode(bytes));
    }

    static Serde<Event> event(SourceDefinition source, FormerLayouts former) {
        EventCodec codec = new EventCodec(source.schema(), former.of(source.name()));
        return Serdes.serdeFrom((topic, event) -> codec.encode(event), (topic, bytes) -> codec.decode(bytes));
    }
}
