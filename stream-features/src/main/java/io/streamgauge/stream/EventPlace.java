package io.streamgauge.stream;

import io.streamgauge.schemas.config.Durations;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where an event of the scored source would go, were it published now under Kafka's default partitioner: whether it would
 * be late there, or ahead of the clock, and whether the rows it would touch lie in this process. Thread-safe.
 */
public final class EventPlace {

    private final SourceDefinition scored;
    private final List<Route> routes;
    private final int partitions;
    private final Watermarks watermarks;

    /**
     * @param partitions number of partitions of every source's topic, by topic
     * @param watermarks of the topology that runs in this process
     */
    public EventPlace(FeatureDefinition definition, Map<String, Integer> partitions, Watermarks watermarks) {
        this.scored = definition.scoredSource();
        this.routes = Route.of(definition, partitions);
        this.partitions = Route.partitionsOf(scored, partitions);
        this.watermarks = watermarks;
    }

    /**
     * Why the topology would not score the event, as far as its time goes; empty when it would.
     *
     * @param nowMs the timestamp that its record would have, milliseconds since 1970-01-01 UTC
     */
    public Optional<String> notInTime(Event event, long nowMs) {
        long maxAheadMs = scored.maxAhead().toMillis();
        if (SourceTimestamps.isAhead(event.timeMs(), nowMs, maxAheadMs)) {
            return Optional.of(SourceTimestamps.aheadMessage(event.timeMs(), nowMs, maxAheadMs));
        }
        return earliest(event)
                .filter(watermarkMs -> event.timeMs() < watermarkMs)
                .map(watermarkMs -> "event time " + Instant.ofEpochMilli(event.timeMs())
                        + " is late: events before " + Instant.ofEpochMilli(watermarkMs)
                        + " are not scored, for source " + scored.name() + " allows a lateness of "
                        + Durations.format(Duration.ofMillis(scored.lateness().toMillis())));
    }

    /** The watermark of the event's partition; of one that may go anywhere, that of the partition furthest behind. */
    private Optional<Long> earliest(Event event) {
        List<SourceWatermark> here = watermarks.sources().stream()
                .filter(source -> source.source().equals(scored.name()))
                .toList();
        int field = scored.keyField().map(scored.schema()::indexOf).orElse(-1);
        String key = field < 0 ? null : event.keyAt(field);
        int own = key == null ? -1 : EventFeatures.partition(key, partitions);
        List<SourceWatermark> asked = key == null
                ? here
                : here.stream().filter(source -> source.partition() == own).toList();
        if (asked.stream().anyMatch(source -> source.watermarkMs().isEmpty())) {
            return Optional.empty();
        }
        return asked.stream().map(source -> source.watermarkMs().orElseThrow()).min(Long::compare);
    }

    /** Which of its rows lies in another process; empty when all that it would touch lie here. */
    public Optional<String> elsewhere(Event event) {
        for (Route route : routes) {
            String view = route.view().name();
            Set<Integer> here = watermarks.views().stream()
                    .filter(each -> each.view().equals(view))
                    .map(ViewWatermark::partition)
                    .collect(Collectors.toSet());
            if (here.size() < partitions) {
                String key = new EntityKey(scored.schema(), route.key()).of(event);
                if (key != null && !here.contains(EventFeatures.partition(key, partitions))) {
                    return Optional.of("the row of view " + view + " for " + String.join(",", route.key()) + " '" + key
                            + "' lies with another instance of the pipeline; ask that one");
                }
            }
        }
        return Optional.empty();
    }
}
