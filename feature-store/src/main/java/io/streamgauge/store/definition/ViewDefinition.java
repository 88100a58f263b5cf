package io.streamgauge.store.definition;

import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A feature view: one state row per entity, fed by one source, read by the scored source.
 *
 * @param name name, e.g. {@code customer}
 * @param entity fields that name the entity together, in the feeding and in the scored source; mostly one
 * @param source name of the source that feeds it
 * @param delay how long after its event time an event counts; windows are {@code (t - w - delay, t - delay]}; an aggregate
 *     may have another
 * @param aggregates in declared order
 * @param description for the catalogue
 * @param owner for the catalogue; of all its aggregates that name no other
 * @param tags for the catalogue
 */
public record ViewDefinition(
        String name,
        List<String> entity,
        String source,
        Duration delay,
        List<AggregateDefinition> aggregates,
        Optional<String> description,
        Optional<String> owner,
        List<String> tags) {

    public ViewDefinition {
        entity = List.copyOf(entity);
        aggregates = List.copyOf(aggregates);
        tags = List.copyOf(tags);
    }

    /** A view of an entity that one field names, and that the catalogue says nothing of. */
    public ViewDefinition(
            String name, String entity, String source, Duration delay, List<AggregateDefinition> aggregates) {
        this(name, List.of(entity), source, delay, aggregates, Optional.empty(), Optional.empty(), List.of());
    }

    /** Names of the view's features without the view's name, in order: aggregate by aggregate, window by window. */
    public List<String> featureNames() {
        return aggregates.stream().flatMap(a -> a.featureNames().stream()).toList();
    }

    /**
     * Types of the features, in order.
     *
     * @param feed fields of the source that feeds the view
     */
    public List<FieldType> featureTypes(EventSchema feed) {
        return aggregates.stream()
                .flatMap(a -> Collections.nCopies(a.featureNames().size(), a.resultType(feed)).stream())
                .toList();
    }

    /** Whether it looks rows of a table up, in place of aggregating events. */
    public boolean lookup() {
        return !aggregates.isEmpty() && aggregates.get(0).isLookup();
    }

    /** How long after its event time an event counts for one of the aggregates. */
    public Duration delayOf(AggregateDefinition aggregate) {
        return aggregate.delay().orElse(delay);
    }

    /** How long after its event time an event counts for the first of the aggregates. */
    public Duration shortestDelay() {
        return aggregates.stream().map(this::delayOf).min(Duration::compareTo).orElse(delay);
    }

    /**
     * How long before a moment the oldest event is that a window counts, delay included; a window without bound counts as
     * nothing, for it keeps a state, not events.
     */
    public Duration reach() {
        return aggregates.stream()
                .flatMap(a ->
                        a.windows().stream().map(w -> delayOf(a).plus(w.reach().orElse(Duration.ZERO))))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
