package io.streamgauge.app.run;

import io.streamgauge.app.http.FeatureRead;
import io.streamgauge.app.http.FeatureReads;
import io.streamgauge.app.http.NotFoundException;
import io.streamgauge.app.http.NotReadyException;
import io.streamgauge.app.http.UnanswerableException;
import io.streamgauge.app.live.LiveStats;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.stream.FeatureReader;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** Features from the rows that the running topology keeps in this process. Thread-safe. */
final class StateReads implements FeatureReads {

    private final FeatureDefinition definition;
    private final KafkaStreams streams;
    private final Completeness completeness;
    private final LiveStats live;
    private final Clock clock;

    StateReads(
            FeatureDefinition definition,
            KafkaStreams streams,
            Completeness completeness,
            LiveStats live,
            Clock clock) {
        this.completeness = completeness;
        this.definition = definition;
        this.streams = streams;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public List<String> entityFields(String viewName) {
        return view(viewName).entity();
    }

    @Override
    public FeatureRead read(String viewName, String entity, OptionalLong atMs) {
        ViewDefinition view = view(viewName);
        long moment = atMs.isPresent() ? atMs.getAsLong() : progressMs();
        try {
            FeatureReader reader = FeatureReader.of(definition, view, streams);
            FeatureReader.Reading reading = reader.reading(entity, moment);
            long earliestMs = reader.earliestMs(reading, moment);
            if (atMs.isPresent() && moment < earliestMs) {
                throw new UnanswerableException("features of " + viewName + " '" + entity + "' can be read as of "
                        + Instant.ofEpochMilli(earliestMs)
                        + " or later, for its unbounded windows count all events up to then; for earlier moments use"
                        + " 'streamgauge backfill'");
            }
            return new FeatureRead(
                    viewName,
                    entity,
                    Instant.ofEpochMilli(moment),
                    atMs.isPresent() ? FeatureRead.Basis.REQUESTED : FeatureRead.Basis.EVENT_TIME_PROGRESS,
                    reading.known(),
                    features(view, reading, moment));
        } catch (InvalidStateStoreException e) {
            throw new NotReadyException("the state cannot be read now: " + e.getMessage());
        }
    }

    private ViewDefinition view(String name) {
        return definition.views().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundException(Suggestion.unknown(
                        "view",
                        name,
                        definition.views().stream().map(ViewDefinition::name).toList())));
    }

    private long progressMs() {
        Instant fresh = live.snapshot(clock.millis()).freshAsOf();
        if (fresh == null) {
            throw new NotReadyException("no event has been seen yet; name a moment with ?at=");
        }
        return fresh.toEpochMilli();
    }

    private List<FeatureRead.Feature> features(ViewDefinition view, FeatureReader.Reading reading, long moment) {
        List<String> names = view.featureNames();
        FeatureValues values = reading.values();
        List<FieldType> types =
                view.featureTypes(definition.source(view.source()).schema());
        List<FeatureRead.Feature> features = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            Object value = TypedValue.of(values, i, types.get(i));
            Optional<Completeness.Entry> entry =
                    reading.completeness(i, completeness.of(view.name() + "." + names.get(i)));
            features.add(
                    entry.isEmpty() || !entry.get().incompleteAt(moment)
                            ? new FeatureRead.Feature(names.get(i), value, values.statusAt(i))
                            : new FeatureRead.Feature(
                                    names.get(i),
                                    value,
                                    values.statusAt(i),
                                    true,
                                    entry.get()
                                            .completeFromMs()
                                            .map(Instant::ofEpochMilli)
                                            .orElse(null)));
        }
        return features;
    }
}
