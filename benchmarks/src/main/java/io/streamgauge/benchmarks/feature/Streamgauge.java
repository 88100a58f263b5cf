package io.streamgauge.benchmarks.feature;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.ViewEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** This project's engine. Exact: a window is {@code (t - w, t]}. */
final class Streamgauge implements FeatureEngine {

    private static final EventSchema SCHEMA =
            new EventSchema(List.of(new Field("amount", FieldType.DOUBLE), new Field("second", FieldType.DOUBLE)));

    private final ViewEngine engine;
    private final Event event = new Event(SCHEMA);
    private final FeatureValues features;
    private byte @Nullable [] row;

    Streamgauge(FeatureSet set) {
        this.engine = new ViewEngine(view(set), SCHEMA);
        this.features = new FeatureValues(set.size());
    }

    @Override
    public void update(long timeMs, double amount, double second) {
        row = engine.update(row, event(timeMs, amount, second), timeMs - engine.horizonMs());
    }

    @Override
    public void updateAndRead(long timeMs, double amount, double second) {
        Event current = event(timeMs, amount, second);
        row = engine.updateAndRead(row, current, timeMs - engine.horizonMs(), features, 0);
    }

    @Override
    public double feature(int index) {
        return features.isMissing(index) ? Double.NaN : features.valueAt(index);
    }

    @Override
    public Object state() {
        return row == null ? new byte[0] : row;
    }

    @Override
    public OptionalLong storedBytes() {
        return OptionalLong.of(row == null ? 0 : row.length);
    }

    private Event event(long timeMs, double amount, double second) {
        event.identify("", timeMs);
        event.setDouble(Measure.AMOUNT, amount);
        event.setDouble(Measure.SECOND, second);
        return event;
    }

    private static ViewDefinition view(FeatureSet set) {
        List<WindowDefinition> windows = new ArrayList<>();
        set.windows().forEach(length -> windows.add(new WindowDefinition.Sliding(length)));
        List<AggregateDefinition> aggregates = new ArrayList<>();
        for (Measure measure : set.measures()) {
            Optional<String> field = measure.kind() == Measure.Kind.COUNT
                    ? Optional.empty()
                    : Optional.of(SCHEMA.names().get(measure.column()));
            String function = measure.kind().name().toLowerCase(Locale.ROOT);
            aggregates.add(AggregateDefinition.of("f" + aggregates.size(), function, field, windows));
        }
        return new ViewDefinition("view", "entity", "source", Duration.ZERO, aggregates);
    }
}
