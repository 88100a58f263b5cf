package io.streamgauge.stream;

import io.streamgauge.schemas.config.Durations;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where an event of the scored source would go, were it published now under Kafka's default partitioner, and whether it
 * would be late there, or ahead of the clock. Thread-safe.
 */
public final class EventPlace {

    private final SourceDefinition scored;
    private final int partitions;
    private final Watermarks watermarks;

    /**
     * @param partitions number of partitions of every source's topic, by topic
     * @param watermarks of the topology that runs in this process
     */
    public EventPlace(FeatureDefinition definition, Map<String, Integer> partitions, Watermarks watermarks) {
        this.scored = definition.scoredSource();
        this.partitions = Route.partitionsOf(scored, partitions);
        this.watermarks = watermarks;
    }

    /** How far events have come that this process takes in of a partition; empty when it takes in none of it. */
    public Optional<OptionalLong> reached(int partition) {
        return watermarks.sources().stream()
                .filter(source -> source.source().equals(scored.name()) && source.partition() == partition)
                .map(SourceWatermark::watermarkMs)
                .findFirst();
    }

    /**
     * Why the event would be too far ahead of the clock; empty when it would not.
     *
     * @param nowMs the timestamp that its record would have, milliseconds since 1970-01-01 UTC
     */
    public Optional<String> ahead(Event event, long nowMs) {
        long maxAheadMs = scored.maxAhead().toMillis();
        return SourceTimestamps.isAhead(event.timeMs(), nowMs, maxAheadMs)
                ? Optional.of(SourceTimestamps.aheadMessage(event.timeMs(), nowMs, maxAheadMs))
                : Optional.empty();
    }

    /** The partitions of the scored topic that the event may go to: that of its key, or any where it has none. */
    public Set<Integer> partitions(Event event) {
        int field = scored.keyField().map(scored.schema()::indexOf).orElse(-1);
        String key = field < 0 ? null : event.keyAt(field);
        return key == null
                ? IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet())
                : Set.of(EventFeatures.partition(key, partitions));
    }

    /**
     * Why the event would be late; empty when it would not. One that may go anywhere is late when it would be in the
     * partition furthest behind.
     *
     * @param reachedMs watermarks by partition, empty of one that has given nothing yet
     */
    public Optional<String> late(Event event, Map<Integer, OptionalLong> reachedMs) {
        List<OptionalLong> asked = partitions(event).stream()
                .map(reachedMs::get)
                .filter(Objects::nonNull)
                .toList();
        if (asked.stream().anyMatch(OptionalLong::isEmpty)) {
            return Optional.empty();
        }
        return asked.stream()
                .map(OptionalLong::getAsLong)
                .min(Long::compare)
                .filter(watermarkMs -> event.timeMs() < watermarkMs)
                .map(watermarkMs -> "event time " + Instant.ofEpochMilli(event.timeMs())
                        + " is late: events before " + Instant.ofEpochMilli(watermarkMs)
                        + " are not scored, for source " + scored.name() + " allows a lateness of "
                        + Durations.format(Duration.ofMillis(scored.lateness().toMillis())));
    }
}
