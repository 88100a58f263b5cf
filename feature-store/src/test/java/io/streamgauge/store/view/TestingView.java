package io.streamgauge.store.view;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Views over one source with a numeric field {@code x}. */
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

    static ViewDefinition view(long delayMs, List<AggregateDefinition> aggregates) {
        return new ViewDefinition("view", "entity", "source", Duration.ofMillis(delayMs), aggregates);
    }

    static List<WindowDefinition> sliding(long... windowsMs) {
        return LongStream.of(windowsMs)
                .<WindowDefinition>mapToObj(ms -> new WindowDefinition.Sliding(Duration.ofMillis(ms)))
                .toList();
    }

    /** An aggregate over x, or over events without a field. */
    static AggregateDefinition aggregate(
            String function, @Nullable String field, boolean includeCurrent, long... windowsMs) {
        return aggregate(function, List.of(), field, includeCurrent, sliding(windowsMs));
    }

    static AggregateDefinition aggregate(
            String function,
            List<Double> arguments,
            @Nullable String field,
            boolean includeCurrent,
            List<WindowDefinition> windows) {
        return new AggregateDefinition(
                function + (field == null ? "_events" : ""),
                function,
                arguments,
                Optional.ofNullable(field),
                Optional.empty(),
                Optional.empty(),
                windows,
                Optional.empty(),
                Optional.empty(),
                includeCurrent,
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same aggregate under another name. */
    static AggregateDefinition named(String name, AggregateDefinition a) {
        return new AggregateDefinition(
                name,
                a.function(),
                a.arguments(),
                a.field(),
                a.value(),
                a.where(),
                a.windows(),
                a.delay(),
                a.resolution(),
                a.includeCurrent(),
                a.maxAge(),
                a.whenMissing(),
                a.description(),
                a.owner(),
                a.textWhenMissing());
    }

    static Event event(long timeMs, @Nullable Double x) {
        Event event = new Event(SCHEMA).identify("event", timeMs);
        if (x != null) {
            event.setDouble(X, x);
        }
        return event;
    }
}
