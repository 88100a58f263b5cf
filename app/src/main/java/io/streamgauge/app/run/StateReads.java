package io.streamgauge.app.run;

import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.app.online.KeyedReads;
import io.streamgauge.app.online.LocalEntity;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.stream.FeatureReader;
import io.streamgauge.stream.ViewWatermark;
import io.streamgauge.stream.Watermarks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** Features from the rows that the running topology keeps in this process. Thread-safe. */
final class StateReads implements KeyedReads {

    private final KafkaStreams streams;
    private final Completeness completeness;
    private final Watermarks watermarks;
    private final Supplier<String> instance;
    private final Map<String, FeatureReader> readers = new HashMap<>();

    /** @param instance address of this process, {@code host:port} */
    StateReads(
            FeatureDefinition definition,
            KafkaStreams streams,
            Completeness completeness,
            Watermarks watermarks,
            Supplier<String> instance) {
        this.streams = streams;
        this.completeness = completeness;
        this.watermarks = watermarks;
        this.instance = instance;
        definition.views().forEach(view -> readers.put(view.name(), FeatureReader.of(definition, view, streams)));
    }

    @Override
    public Answer read(ViewDefinition view, List<String> entities, long atMs) {
        FeatureReader reader = Objects.requireNonNull(readers.get(view.name()));
        boolean restoring = streams.state() != KafkaStreams.State.RUNNING;
        try {
            List<EntityFeatures> read = reader.readings(entities, atMs).stream()
                    .<EntityFeatures>map(reading -> new LocalEntity(view, reading, completeness))
                    .toList();
            return new Answer(read, here(), watermarkMs(view), restoring);
        } catch (InvalidStateStoreException e) {
            throw new NotReadyException("the state cannot be read now: " + e.getMessage());
        }
    }

    @Override
    public ServedBy here() {
        return new ServedBy(instance.get(), ServedBy.Role.ACTIVE);
    }

    private OptionalLong watermarkMs(ViewDefinition view) {
        List<ViewWatermark> partitions = watermarks.views().stream()
                .filter(partition -> partition.view().equals(view.name()))
                .toList();
        return partitions.stream().anyMatch(partition -> partition.watermarkMs().isEmpty())
                ? OptionalLong.empty()
                : partitions.stream()
                        .mapToLong(partition -> partition.watermarkMs().orElseThrow())
                        .min();
    }
}
