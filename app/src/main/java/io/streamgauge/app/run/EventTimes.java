package io.streamgauge.app.run;

import io.streamgauge.app.http.EventTime;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.stream.SourceWatermark;
import io.streamgauge.stream.ViewWatermark;
import io.streamgauge.stream.Watermarks;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/** How far event time has come, from the running topology: its watermarks, and which partitions it has read to their end. */
final class EventTimes implements Supplier<EventTime> {

    private final FeatureDefinition definition;
    private final Watermarks watermarks;
    private final KafkaStreams streams;
    private final SourceEnds ends;

    EventTimes(FeatureDefinition definition, Watermarks watermarks, KafkaStreams streams, SourceEnds ends) {
        this.definition = definition;
        this.watermarks = watermarks;
        this.streams = streams;
        this.ends = ends;
    }

    @Override
    public EventTime get() {
        List<SourceWatermark> sources = watermarks.sources();
        Map<TopicPartition, SourceEnds.End> written =
                ends.of(sources.stream().map(this::partition).collect(Collectors.toSet()));
        Set<TopicPartition> unread = unread();
        return new EventTime(
                sources.stream()
                        .map(source -> ofSource(source, unread, written))
                        .toList(),
                watermarks.views().stream().map(EventTimes::ofView).toList());
    }

    private TopicPartition partition(SourceWatermark source) {
        return new TopicPartition(definition.source(source.source()).topic(), source.partition());
    }

    private EventTime.OfSource ofSource(
            SourceWatermark source, Set<TopicPartition> unread, Map<TopicPartition, SourceEnds.End> written) {
        TopicPartition partition = partition(source);
        SourceEnds.End end = written.get(partition);
        long heldBack = end == null ? 0 : end.heldBack();
        return new EventTime.OfSource(
                source.source(),
                source.partition(),
                instant(source.greatestMs()),
                instant(source.watermarkMs()),
                source.idleMs(),
                heldBack == 0 && !unread.contains(partition),
                heldBack);
    }

    private static EventTime.OfView ofView(ViewWatermark view) {
        return new EventTime.OfView(view.view(), view.partition(), instant(view.watermarkMs()), view.heldBackBy());
    }

    private static @Nullable Instant instant(OptionalLong timeMs) {
        return timeMs.isPresent() ? Instant.ofEpochMilli(timeMs.getAsLong()) : null;
    }

    /**
     * Partitions with records that are not taken in and committed yet, as far as this process has heard from the broker: of the
     * records that it could read.
     */
    private Set<TopicPartition> unread() {
        Set<TopicPartition> unread = new HashSet<>();
        for (ThreadMetadata thread : threads()) {
            for (TaskMetadata task : thread.activeTasks()) {
                task.endOffsets().forEach((partition, end) -> {
                    Long committed = task.committedOffsets().get(partition);
                    if (committed == null || committed < end) {
                        unread.add(partition);
                    }
                });
            }
        }
        return unread;
    }

    /** None before it starts, when it has no watermarks either, and none after it ends. */
    private Set<ThreadMetadata> threads() {
        try {
            return streams.metadataForLocalThreads();
        } catch (IllegalStateException | InvalidStateStoreException e) {
            return Set.of();
        }
    }
}
