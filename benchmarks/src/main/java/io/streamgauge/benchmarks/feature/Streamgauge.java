package io.streamgauge.benchmarks.feature;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.ViewEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** This project's engine. Exact: a window is {@code (t - w, t]}. */
final class Streamgauge implements FeatureEngine {

    private static final EventSchema SCHEMA =
            new EventSchema(List.of(new Field("amount", FieldType.DOUBLE), new Field("second", FieldType.DOUBLE)));

    private final ViewEngine engine;
    private final Event event = new Event(SCHEMA);
    private final FeatureValues features;
    private final EntityState state;

    Streamgauge(FeatureSet set) {
        this.engine = new ViewEngine(view(set), SCHEMA);
        this.state = engine.newState();
        this.features = new FeatureValues(set.size());
    }

    @Override
    public void update(long timeMs, double amount, double second) {
        state.add(event(timeMs, amount, second));
        state.evict(timeMs);
    }

    @Override
    public void updateAndRead(long timeMs, double amount, double second) {
        state.addAndRead(event(timeMs, amount, second), features, 0);
        state.evict(timeMs);
    }

    @Override
    public double feature(int index) {
        return features.isMissing(index) ? Double.NaN : features.valueAt(index);
    }

    @Override
    public Object state() {
        return state;
    }

    @Override
    public List<Object> shared() {
        return List.of(engine);
    }

    @Override
    public OptionalLong storedBytes() {
        StoredBytes stored = new StoredBytes();
        engine.over(stored, 0).save("", state);
        return OptionalLong.of(stored.bytes());
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
