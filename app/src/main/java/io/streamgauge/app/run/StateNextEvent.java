package io.streamgauge.app.run;

import io.streamgauge.app.online.NextEvent;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.app.online.UnanswerableException;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.stream.EventFeatures;
import io.streamgauge.stream.EventPlace;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** The next event as the rows know it that the running topology keeps in this process. Thread-safe. */
final class StateNextEvent implements NextEvent {

    private final KafkaStreams streams;
    private final EventFeatures features;
    private final EventPlace place;
    private final Supplier<String> instance;

    /** @param instance address of this process, {@code host:port} */
    StateNextEvent(FeatureDefinition definition, KafkaStreams streams, EventPlace place, Supplier<String> instance) {
        this.streams = streams;
        this.features = EventFeatures.of(definition, streams);
        this.place = place;
        this.instance = instance;
    }

    @Override
    public FeatureValues features(Event event, long nowMs) {
        place.notInTime(event, nowMs).ifPresent(reason -> {
            throw new UnanswerableException(reason);
        });
        // A row that is still being restored would give a score that no event will have.
        if (streams.state() != KafkaStreams.State.RUNNING) {
            throw new NotReadyException(
                    "the topology is " + streams.state() + "; its rows are being restored or moved");
        }
        place.elsewhere(event).ifPresent(reason -> {
            throw new NotReadyException(reason);
        });
        try {
            return features.of(event);
        } catch (InvalidStateStoreException e) {
            throw new NotReadyException("the state cannot be read now: " + e.getMessage());
        }
    }

    @Override
    public ServedBy here() {
        return ServedBy.active(instance.get());
    }
}
