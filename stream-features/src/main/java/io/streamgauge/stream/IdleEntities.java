package io.streamgauge.stream;

import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.view.EntityStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Deletes, in one task of a view with a {@code max_age}, the rows and chunks of entities that no read to come finds any more.
 * Deleting changes no answer, so it matters to nobody when it happens.
 *
 * <p>A pass goes over the task's rows in the order of their keys, {@value #ROWS_PER_STEP} rows a step, and a new one begins when
 * event time has come a quarter of max_age further. Steps are taken as events come, one for {@value #EVENTS_PER_STEP} of them, so
 * that a pass keeps up with the new entities of a replay too, and every {@value #STEP_MS} ms while none come. There is no
 * index to keep: a pass costs a look into each row, and an event nothing.
 *
 * <p>Counted: metric {@code expired-total} (and {@code expired-rate}) of group {@code stream-view-metrics}, with tags {@code
 * view} and {@code task-id}.
 */
final class IdleEntities implements AutoCloseable {

    static final int ROWS_PER_STEP = 256;
    static final int EVENTS_PER_STEP = 64;
    static final int STEP_MS = 100;
    private static final int PASSES_PER_MAX_AGE = 4;

    /** The least that Kafka allows. */
    private static final String CHANGELOG_SEGMENT_BYTES = Integer.toString(1 << 20);

    private final ProcessingContext context;
    private final ViewProgress progress;
    private final EntityStates states;
    private final Optional<Corrector> corrector;
    private final KeyValueStore<String, byte[]> rows;
    private final KeyValueStore<Integer, Long> expiredUpTo;
    private final Sensor expired;
    private final long betweenPassesMs;
    private final long longestDelayMs;
    private long nextPassMs = LowWatermark.UNKNOWN + 1;
    private boolean passing;
    private @Nullable String lastRow;
    private int events;

    private IdleEntities(
            ProcessingContext context,
            ViewStep step,
            Duration maxAge,
            ViewProgress progress,
            EntityStates states,
            Optional<Corrector> corrector) {
        this.context = context;
        this.progress = progress;
        this.states = states;
        this.corrector = corrector;
        this.rows = context.getStateStore(ViewStores.rowsName(step.view()));
        this.expiredUpTo = context.getStateStore(storeName(step.view()));
        this.betweenPassesMs = Math.max(1, maxAge.toMillis() / PASSES_PER_MAX_AGE);
        this.longestDelayMs = step.view().longestDelay().toMillis();
        String task = context.taskId().toString();
        this.expired = context.metrics()
                .addRateTotalSensor(
                        "view",
                        String.join(".", step.view().name(), task),
                        "expired",
                        Sensor.RecordingLevel.INFO,
                        "view",
                        step.view().name(),
                        "task-id",
                        task);
        context.schedule(Duration.ofMillis(STEP_MS), PunctuationType.WALL_CLOCK_TIME, now -> step());
    }

    /** Those of a task; none in a view without a max_age. */
    static Optional<IdleEntities> of(
            ViewStep step,
            ProcessingContext context,
            ViewProgress progress,
            EntityStates states,
            Optional<Corrector> corrector) {
        return step.view().maxAge().map(maxAge -> new IdleEntities(context, step, maxAge, progress, states, corrector));
    }

    /**
     * The store that says up to which moment the task has deleted entities that were over by then: partition to milliseconds of event time. It
     * tells a read of the past what it cannot know.
     */
    static StoreBuilder<KeyValueStore<Integer, Long>> store(ViewDefinition view) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(storeName(view)), Serdes.Integer(), Serdes.Long())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of(TopicConfig.SEGMENT_BYTES_CONFIG, CHANGELOG_SEGMENT_BYTES));
    }

    static String storeName(ViewDefinition view) {
        return view.name() + "-expired";
    }

    /** Takes note of an event. */
    void worked() {
        if (++events >= EVENTS_PER_STEP) {
            events = 0;
            step();
        }
    }

    private void step() {
        long noReadBeforeMs = progress.readsFromMs();
        if (noReadBeforeMs == LowWatermark.UNKNOWN) {
            return;
        }
        if (!passing && noReadBeforeMs >= nextPassMs) {
            passing = true;
            nextPassMs = noReadBeforeMs + betweenPassesMs;
        }
        if (passing) {
            sweep(noReadBeforeMs);
        }
    }

    private void sweep(long noReadBeforeMs) {
        List<KeyValue<String, byte[]>> looked = new ArrayList<>(ROWS_PER_STEP);
        try (KeyValueIterator<String, byte[]> from = lastRow == null ? rows.all() : rows.range(lastRow, null)) {
            while (from.hasNext() && looked.size() < ROWS_PER_STEP) {
                looked.add(from.next());
            }
            passing = from.hasNext();
        }
        lastRow = passing ? looked.get(looked.size() - 1).key : null;
        boolean some = false;
        for (KeyValue<String, byte[]> row : looked) {
            if (states.forgetIfOver(row.key, row.value, noReadBeforeMs)) {
                corrector.ifPresent(on -> on.forget(row.key, noReadBeforeMs));
                expired.record(); // it counts calls, whatever their value
                some = true;
            }
        }
        if (some) {
            int partition = context.taskId().partition();
            long upToMs = noReadBeforeMs - longestDelayMs;
            Long known = expiredUpTo.get(partition);
            expiredUpTo.put(partition, known == null ? upToMs : Math.max(known, upToMs));
        }
    }

    @Override
    public void close() {
        context.metrics().removeSensor(expired);
    }
}
