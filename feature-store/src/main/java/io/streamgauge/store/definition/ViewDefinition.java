package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Durations;
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
 * @param maxAge after how long without an event an entity is no longer known; empty for never
 */
public record ViewDefinition(
        String name,
        List<String> entity,
        String source,
        Duration delay,
        List<AggregateDefinition> aggregates,
        Optional<String> description,
        Optional<String> owner,
        List<String> tags,
        Optional<Duration> maxAge) {

    public ViewDefinition {
        entity = List.copyOf(entity);
        aggregates = List.copyOf(aggregates);
        tags = List.copyOf(tags);
    }

    /** A view of an entity that one field names, and that the catalogue says nothing of. */
    public ViewDefinition(
            String name, String entity, String source, Duration delay, List<AggregateDefinition> aggregates) {
        this(
                name,
                List.of(entity),
                source,
                delay,
                aggregates,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** A view whose entities are known for ever. */
    public ViewDefinition(
            String name,
            List<String> entity,
            String source,
            Duration delay,
            List<AggregateDefinition> aggregates,
            Optional<String> description,
            Optional<String> owner,
            List<String> tags) {
        this(name, entity, source, delay, aggregates, description, owner, tags, Optional.empty());
    }

    /** The same with a max_age. */
    public ViewDefinition withMaxAge(Duration age) {
        return new ViewDefinition(name, entity, source, delay, aggregates, description, owner, tags, Optional.of(age));
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

    /** How long after its event time an event counts for the last of the aggregates. */
    public Duration longestDelay() {
        return aggregates.stream().map(this::delayOf).max(Duration::compareTo).orElse(delay);
    }

    /**
     * Why the view cannot forget its idle entities after {@link #maxAge}; empty when it can. All an entity's values must lie
     * outside all windows by then, or whether it is forgotten would show.
     */
    public Optional<String> maxAgeProblem() {
        if (maxAge.isEmpty()) {
            return Optional.empty();
        } else if (lookup()) {
            return Optional.of(
                    "a row of a table holds until another takes its place, so it has no 'max_age'; delete rows"
                            + " with null values");
        }
        Duration longest = Duration.ZERO;
        String of = "";
        for (AggregateDefinition aggregate : aggregates) {
            for (WindowDefinition window : aggregate.windows()) {
                if (window.reach().isEmpty()) {
                    return Optional.of(
                            "aggregate '" + aggregate.name() + "' is over all events ever, so its entities are never"
                                    + " done with; give it windows of a length up to 'max_age', such as "
                                    + Durations.format(maxAge.get())
                                    + ", put it into a view of its own, or leave 'max_age' out");
                }
                Duration reach =
                        window.reach().get().plus(aggregate.resolution().orElse(Duration.ZERO));
                if (reach.compareTo(longest) > 0) {
                    longest = reach;
                    of = "aggregate '" + aggregate.name() + "' over " + window.text();
                }
            }
        }
        return longest.compareTo(maxAge.get()) <= 0
                ? Optional.empty()
                : Optional.of(Durations.format(maxAge.get()) + " is shorter than " + of + " reaches back, "
                        + Durations.format(longest) + "; write at least " + Durations.format(longest));
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
