package io.streamgauge.app.run;

import io.streamgauge.app.http.EventTime;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.stream.SourceWatermark;
import io.streamgauge.stream.ViewWatermark;
import io.streamgauge.stream.Watermarks;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;

/** How far event time has come, from the running topology: its watermarks, and which partitions it has read to their end. */
final class EventTimes implements Supplier<EventTime> {

    private final FeatureDefinition definition;
    private final Watermarks watermarks;
    private final KafkaStreams streams;

    EventTimes(FeatureDefinition definition, Watermarks watermarks, KafkaStreams streams) {
        this.definition = definition;
        this.watermarks = watermarks;
        this.streams = streams;
    }

    @Override
    public EventTime get() {
        Set<TopicPartition> unread = unread();
        return new EventTime(
                watermarks.sources().stream()
                        .map(source -> ofSource(source, unread))
                        .toList(),
                watermarks.views().stream().map(EventTimes::ofView).toList());
    }

    private EventTime.OfSource ofSource(SourceWatermark source, Set<TopicPartition> unread) {
        TopicPartition partition =
                new TopicPartition(definition.source(source.source()).topic(), source.partition());
        return new EventTime.OfSource(
                source.source(),
                source.partition(),
                instant(source.greatestMs()),
                instant(source.watermarkMs()),
                source.idleMs(),
                !unread.contains(partition));
    }

    private static EventTime.OfView ofView(ViewWatermark view) {
        return new EventTime.OfView(view.view(), view.partition(), instant(view.watermarkMs()), view.heldBackBy());
    }

    private static @Nullable Instant instant(OptionalLong timeMs) {
        return timeMs.isPresent() ? Instant.ofEpochMilli(timeMs.getAsLong()) : null;
    }

    /** Partitions with records that are fetched but not committed, as far as this process has heard from the broker. */
    private Set<TopicPartition> unread() {
        Set<TopicPartition> unread = new HashSet<>();
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
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
}
