package io.streamgauge.app.online;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.EntityStates;
import io.streamgauge.store.view.ViewEngine;
import io.streamgauge.stream.FeatureReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** Rows on the heap, made of events that a test puts in, and read as the running pipeline reads its own. */
public final class TestingReads implements KeyedReads {

    private static final String ADDRESS = "127.0.0.1:8080";

    private final FeatureDefinition definition;
    private final Map<String, TestingRows> rows = new HashMap<>();
    private final Map<String, FeatureReader> readers = new HashMap<>();
    public volatile OptionalLong watermarkMs = OptionalLong.empty();
    /** Whether a copy answers. */
    public volatile boolean restoring;

    /** Requests whose reads began, and whose reads ended. */
    public final AtomicInteger begun = new AtomicInteger();

    public final AtomicInteger closed = new AtomicInteger();
    public volatile Completeness completeness = Completeness.ALL;
    /** Thrown by every read when it is there. */
    public volatile Optional<RuntimeException> failure = Optional.empty();

    public TestingReads(FeatureDefinition definition) {
        this.definition = definition;
        for (ViewDefinition view : definition.views()) {
            TestingRows kept = new TestingRows();
            rows.put(view.name(), kept);
            readers.put(view.name(), FeatureReader.over(definition, view, kept));
        }
    }

    /** Takes an event into the views that its source feeds; values are a String, Number, Boolean or Instant, by field. */
    public void add(String source, Map<String, Object> values) {
        SourceDefinition from = definition.source(source);
        Event event = new Event(from.schema());
        values.forEach((name, value) -> put(event, from.schema().indexOf(name), value));
        event.identify("", event.longAt(from.schema().indexOf(from.timeField())));
        for (ViewDefinition view : definition.views()) {
            if (view.source().equals(source)) {
                EntityStates states = new ViewEngine(view, from.schema()).over(rows(view.name()), 0);
                String entity = Objects.requireNonNull(new EntityKey(from.schema(), view.entity()).of(event));
                EntityState state = states.of(entity);
                state.add(event);
                states.save(entity, state);
            }
        }
    }

    private static void put(Event event, int index, Object value) {
        if (value instanceof String text) {
            event.setText(index, text);
        } else if (value instanceof Boolean truth) {
            event.setBoolean(index, truth);
        } else if (value instanceof Instant moment) {
            event.setLong(index, moment.toEpochMilli());
        } else if (event.schema().typeAt(index) == FieldType.DOUBLE) {
            event.setDouble(index, ((Number) value).doubleValue());
        } else {
            event.setLong(index, ((Number) value).longValue());
        }
    }

    /** Lets go of what reads as of a moment or later do not need. */
    public void evict(String view, String entity, long noReadBeforeMs) {
        ViewDefinition of = definition.views().stream()
                .filter(each -> each.name().equals(view))
                .findFirst()
                .orElseThrow();
        EntityStates states = new ViewEngine(of, definition.source(of.source()).schema()).over(rows(view), 0);
        EntityState state = states.of(entity);
        state.evict(noReadBeforeMs);
        states.save(entity, state);
    }

    /** How many rows of a view were read. */
    public int rowsRead(String view) {
        return rows(view).rowsRead;
    }

    TestingRows rows(String view) {
        return Objects.requireNonNull(rows.get(view));
    }

    @Override
    public Reading begin() {
        begun.incrementAndGet();
        return new Reading() {
            @Override
            public Answer read(ViewDefinition view, List<String> entities, long atMs) {
                return TestingReads.this.read(view, entities, atMs);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private Answer read(ViewDefinition view, List<String> entities, long atMs) {
        failure.ifPresent(thrown -> {
            throw thrown;
        });
        FeatureReader reader = Objects.requireNonNull(readers.get(view.name()));
        return new Answer(
                reader.readings(entities, atMs).stream()
                        .<EntityFeatures>map(reading -> new LocalEntity(view, reading, completeness))
                        .toList(),
                List.of(restoring ? new ServedBy(ADDRESS, ServedBy.Role.STANDBY, 1_500, 3) : here()),
                watermarkMs);
    }

    @Override
    public ServedBy here() {
        return ServedBy.active(ADDRESS);
    }
}
