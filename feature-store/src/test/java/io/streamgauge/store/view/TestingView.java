package io.streamgauge.store.view;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.AggregateKind;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Views over one numeric field {@code x}, with every aggregate. */
final class TestingView {

    static final EventSchema SCHEMA = new EventSchema(List.of(
            new Field("id", FieldType.STRING),
            new Field("at", FieldType.TIMESTAMP),
            new Field("entity", FieldType.STRING),
            new Field("x", FieldType.DOUBLE),
            new Field("flag", FieldType.BOOLEAN),
            new Field("units", FieldType.LONG)));

    private static final int X = SCHEMA.indexOf("x");

    private TestingView() {}

    /** All kinds over x, then a count of events; each over all windows. */
    static ViewDefinition all(long delayMs, boolean includeCurrent, long... windowsMs) {
        List<AggregateDefinition> aggregates = new java.util.ArrayList<>(Arrays.stream(AggregateKind.values())
                .map(kind -> aggregate(kind, "x", includeCurrent, windowsMs))
                .toList());
        aggregates.add(aggregate("events", AggregateKind.COUNT, null, includeCurrent, windowsMs));
        return view(delayMs, aggregates);
    }

    static ViewDefinition view(long delayMs, List<AggregateDefinition> aggregates) {
        return new ViewDefinition("view", "entity", "source", Duration.ofMillis(delayMs), aggregates);
    }

    static AggregateDefinition aggregate(
            AggregateKind kind, @Nullable String field, boolean includeCurrent, long... windowsMs) {
        return aggregate(kind.name(), kind, field, includeCurrent, windowsMs);
    }

    private static AggregateDefinition aggregate(
            String name, AggregateKind kind, @Nullable String field, boolean includeCurrent, long... windowsMs) {
        return aggregate(name, kind, field, includeCurrent, OptionalDouble.empty(), windowsMs);
    }

    static AggregateDefinition aggregate(
            String name,
            AggregateKind kind,
            @Nullable String field,
            boolean includeCurrent,
            OptionalDouble whenMissing,
            long... windowsMs) {
        return new AggregateDefinition(
                name,
                kind.name().toLowerCase(Locale.ROOT),
                List.of(),
                Optional.ofNullable(field),
                Optional.empty(),
                Optional.empty(),
                LongStream.of(windowsMs)
                        .<WindowDefinition>mapToObj(ms -> new WindowDefinition.Sliding(Duration.ofMillis(ms)))
                        .toList(),
                includeCurrent,
                Optional.empty(),
                whenMissing,
                Optional.empty(),
                Optional.empty());
    }

    static Event event(long timeMs, @Nullable Double x) {
        Event event = new Event(SCHEMA).identify("event", timeMs);
        if (x != null) {
            event.setDouble(X, x);
        }
        return event;
    }
}
