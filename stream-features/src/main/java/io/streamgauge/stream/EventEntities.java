package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.NoEntity;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * Whose row an event touches in one view. Events that name no entity touch none and find nothing; they are counted: metric
 * {@code without-entity-total} (and {@code without-entity-rate}) of group {@code stream-view-metrics}, with tags {@code
 * view}, {@code source} and {@code task-id}.
 */
final class EventEntities implements AutoCloseable {

    private final ProcessingContext context;
    private final String view;
    private final String feedName;
    private final String scoredName;
    private final EntityKey feed;
    private final EntityKey scored;
    private final NoEntity none;
    private final int offset;
    private final Map<String, Sensor> sensors = new TreeMap<>();

    EventEntities(ProcessingContext context, ViewStep step) {
        this.context = context;
        this.view = step.view().name();
        this.feedName = step.view().source();
        this.scoredName = step.scored().name();
        this.feed = step.entityInFeed();
        this.scored = step.entityInScored();
        this.none = new NoEntity(step.view());
        this.offset = step.offset();
    }

    /** The entity of a feeding event; null when it names none, which is counted. */
    @Nullable
    String of(Event event) {
        String entity = feed.of(event);
        if (entity == null) {
            count(feedName);
        }
        return entity;
    }

    /** The entity of a scored event; null when it names none, which is counted, and noted in its features. */
    @Nullable
    String of(EnrichedEvent enriched) {
        String entity = scored.of(enriched.event());
        if (entity == null) {
            none.write(enriched.features(), offset);
            count(scoredName);
        }
        return entity;
    }

    private void count(String source) {
        sensors.computeIfAbsent(source, this::sensor).record();
    }

    private Sensor sensor(String source) {
        String task = context.taskId().toString();
        return context.metrics()
                .addRateTotalSensor(
                        "view",
                        String.join(".", view, source, task),
                        "without-entity",
                        Sensor.RecordingLevel.INFO,
                        "view",
                        view,
                        "source",
                        source,
                        "task-id",
                        task);
    }

    @Override
    public void close() {
        sensors.values().forEach(context.metrics()::removeSensor);
        sensors.clear();
    }
}
