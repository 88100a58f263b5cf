package io.streamgauge.store.vector;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.Expression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a view takes in of the events that feed it: the events as they are, and where the view uses what views before it
 * gave a scored event, or expressions over that, these as further fields, named as features are. So a feature made of features
 * is made of what the event itself carried when it passed, and what was missing is null. Thread-safe.
 */
public final class FeedEvents {

    private final EventSchema schema;
    private final Set<String> taken;
    private final int fields;
    private final int[] features;
    private final ExpressionSteps steps;
    private final int[] computed;

    public FeedEvents(FeatureDefinition definition, ViewDefinition view) {
        EventSchema source = definition.source(view.source()).schema();
        Map<String, FieldType> upstream = view.aggregates().stream().allMatch(FeedEvents::namesFieldsOnly)
                ? Map.of()
                : definition.upstreamOf(view);
        List<Field> further = new ArrayList<>();
        Set<String> used = upstream.isEmpty() ? Set.of() : used(view, source, upstream);
        used.forEach(name -> further.add(new Field(name, upstream.getOrDefault(name, FieldType.DOUBLE))));
        schema = used.isEmpty() ? source : source.followedBy(further);
        taken = Collections.unmodifiableSet(used);
        fields = source.size();
        List<String> viewFeatures = definition.viewFeatureNames();
        features = used.stream().mapToInt(viewFeatures::indexOf).toArray();
        steps = used.isEmpty()
                ? ExpressionSteps.NONE
                : ExpressionSteps.of(definition, definition.compiledExpressions(), used);
        computed = used.stream().mapToInt(steps::indexOf).toArray();
    }

    /** Whether an aggregate is plainly of the source's own fields: features have dots in their names. */
    private static boolean namesFieldsOnly(AggregateDefinition aggregate) {
        return Stream.of(aggregate.field(), aggregate.value(), aggregate.where())
                .flatMap(Optional::stream)
                .noneMatch(text -> text.contains("."));
    }

    /** Names of upstream features that the view's aggregates take. */
    private static Set<String> used(ViewDefinition view, EventSchema source, Map<String, FieldType> upstream) {
        Map<String, FieldType> types = new HashMap<>(upstream);
        source.fields().forEach(field -> types.put(field.name(), field.type()));
        Set<String> used = new LinkedHashSet<>();
        for (AggregateDefinition aggregate : view.aggregates()) {
            aggregate.field().ifPresent(used::add);
            Stream.concat(aggregate.value().stream(), aggregate.where().stream())
                    .forEach(text -> used.addAll(Expression.compile(text, types, source.vectorColumns())
                            .variables()));
        }
        used.retainAll(upstream.keySet());
        return used;
    }

    /** The fields of what the view takes in: the source's, and then those of other views. */
    public EventSchema schema() {
        return schema;
    }

    /** Names of the features and expressions that it takes in beside its events' fields. */
    public Set<String> taken() {
        return taken;
    }

    /** Whether events are taken in as they are. */
    public boolean plain() {
        return features.length == 0;
    }

    /**
     * What the view takes in of an event.
     *
     * @param views {@link io.streamgauge.store.event.EnrichedEvent#features}, as far as they are there
     */
    public Event of(Event event, FeatureValues views) {
        if (plain()) {
            return event;
        }
        Event wide = event.widened(schema);
        @Nullable Object[] results = steps.run(event, views);
        for (int i = 0; i < features.length; i++) {
            if (computed[i] >= 0) {
                set(wide, fields + i, results[computed[i]]);
            } else if (!views.isMissing(features[i])) {
                set(wide, fields + i, valueAt(views, features[i]));
            }
        }
        return wide;
    }

    private static Object valueAt(FeatureValues views, int feature) {
        String text = views.textAt(feature);
        return text == null ? (Double) views.valueAt(feature) : text;
    }

    private static void set(Event event, int index, @Nullable Object value) {
        if (value instanceof String text) {
            event.setText(index, text);
        } else if (value instanceof Boolean truth) {
            event.setBoolean(index, truth);
        } else if (value instanceof Instant moment) {
            event.setLong(index, moment.toEpochMilli());
        } else if (value instanceof Long number) {
            event.setLong(index, number);
        } else if (value instanceof Number number) {
            event.setDouble(index, number.doubleValue());
        }
    }
}
