package io.streamgauge.store.definition;

import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.event.RecordField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One aggregate of a view. It yields a feature per window and result, named {@code <name>_<window>[_<result>]}, e.g.
 * {@code tx_count_7d} or {@code amount_quantile_7d_p90}.
 *
 * @param name name without the window
 * @param function name of the function, e.g. {@code mean}
 * @param arguments what the function takes after its field, e.g. the 0.9 of {@code quantile(amount, 0.9)}
 * @param field field of the feeding source whose values it takes; with neither field nor {@code value} it takes events
 * @param value expression over the event that gives the value, in place of a field
 * @param where expression over the event that is true for the events that count; without it all do
 * @param windows sliding ones first, ascending; then the others in declared order
 * @param delay how long after its event time an event counts, in place of the view's delay
 * @param resolution length of the tiles that values are folded into: sliding windows begin at the beginning of one; without
 *     it windows are exact
 * @param includeCurrent whether the event being enriched counts
 * @param maxAge a result whose newest value is older than this before the moment is missing, as OUTSIDE_MAX_AGE
 * @param whenMissing value in place of a missing one
 * @param description for the catalogue
 * @param owner for the catalogue
 * @param textWhenMissing text in place of a missing one, where results are texts
 */
public record AggregateDefinition(
        String name,
        String function,
        List<Double> arguments,
        Optional<String> field,
        Optional<String> value,
        Optional<String> where,
        List<WindowDefinition> windows,
        Optional<Duration> delay,
        Optional<Duration> resolution,
        boolean includeCurrent,
        Optional<Duration> maxAge,
        OptionalDouble whenMissing,
        Optional<String> description,
        Optional<String> owner,
        Optional<String> textWhenMissing) {

    /** Copies the lists; there is a field, or a value, or neither, and no two windows share a label. */
    public AggregateDefinition {
        arguments = List.copyOf(arguments);
        windows = List.copyOf(windows);
        if (field.isPresent() && value.isPresent()) {
            throw new IllegalArgumentException("aggregate '" + name + "' takes field '" + field.get() + "' or value '"
                    + value.get() + "', not both");
        }
        if (maxAge.isPresent() && (maxAge.get().isNegative() || maxAge.get().isZero())) {
            throw new IllegalArgumentException(
                    "aggregate '" + name + "': max_age is longer than nothing; it is " + maxAge.get());
        }
        if (resolution.isPresent() && resolution.get().toMillis() < 1) {
            throw new IllegalArgumentException(
                    "aggregate '" + name + "': a resolution is longer than nothing; it is " + resolution.get());
        }
        if (delay.isPresent() && delay.get().isNegative()) {
            throw new IllegalArgumentException(
                    "aggregate '" + name + "': the delay is not negative; it is " + delay.get());
        }
        Set<String> labels = new HashSet<>();
        for (WindowDefinition window : windows) {
            if (!labels.add(window.label())) {
                throw new IllegalArgumentException(
                        "aggregate '" + name + "' has two windows labelled '" + window.label() + "'");
            }
        }
    }

    /** One without a text in place of a missing one. */
    public AggregateDefinition(
            String name,
            String function,
            List<Double> arguments,
            Optional<String> field,
            Optional<String> value,
            Optional<String> where,
            List<WindowDefinition> windows,
            Optional<Duration> delay,
            Optional<Duration> resolution,
            boolean includeCurrent,
            Optional<Duration> maxAge,
            OptionalDouble whenMissing,
            Optional<String> description,
            Optional<String> owner) {
        this(
                name,
                function,
                arguments,
                field,
                value,
                where,
                windows,
                delay,
                resolution,
                includeCurrent,
                maxAge,
                whenMissing,
                description,
                owner,
                Optional.empty());
    }

    /** A plain aggregate: all events, the current one included, no limits and nothing in place of what is missing. */
    public static AggregateDefinition of(
            String name, String function, Optional<String> field, List<WindowDefinition> windows) {
        return new AggregateDefinition(
                name,
                function,
                List.of(),
                field,
                Optional.empty(),
                Optional.empty(),
                windows,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A field of the row in force, of a table. */
    static AggregateDefinition lookup(String name, String field) {
        return of(name, AggregateFunctions.LOOKUP, Optional.of(field), List.of(new WindowDefinition.Unbounded()));
    }

    /** Whether it is a field of a table's row in force, under its own name. */
    public boolean isLookup() {
        return function.equals(AggregateFunctions.LOOKUP);
    }

    /** The same under another name, over other values and events. */
    AggregateDefinition as(String newName, Optional<String> newValue, Optional<String> newWhere) {
        return with(newName, field, newValue, newWhere);
    }

    /** The same over one element of the vector that its field is, under the element's name: {@code mean_3} over {@code embedding_3}. */
    AggregateDefinition ofElement(int index) {
        return with(
                RecordField.element(name, index),
                field.map(vector -> RecordField.element(vector, index)),
                value,
                where);
    }

    private AggregateDefinition with(
            String newName, Optional<String> newField, Optional<String> newValue, Optional<String> newWhere) {
        return new AggregateDefinition(
                newName,
                function,
                arguments,
                newField,
                newValue,
                newWhere,
                windows,
                delay,
                resolution,
                includeCurrent,
                maxAge,
                whenMissing,
                description,
                owner,
                textWhenMissing);
    }

    /** Whether two make values alike: they differ in name, field, description and owner at most. */
    boolean sameRuleAs(AggregateDefinition other) {
        return rule().equals(other.rule());
    }

    private List<Object> rule() {
        return List.of(
                function,
                arguments,
                value,
                where,
                windows,
                delay,
                resolution,
                includeCurrent,
                maxAge,
                whenMissing,
                textWhenMissing);
    }

    /**
     * Type of the results: STRING for texts, DOUBLE for durations in seconds.
     *
     * @param feed fields of the source that feeds it
     */
    public FieldType resultType(EventSchema feed) {
        AggregateFunction named = AggregateFunctions.named(function);
        return switch (named.result()) {
            case DOUBLE, DURATION -> FieldType.DOUBLE;
            case LONG -> FieldType.LONG;
            case BOOLEAN -> FieldType.BOOLEAN;
            case INPUT ->
                field.map(feed::indexOf)
                        .filter(index -> index >= 0)
                        .map(feed::typeAt)
                        .orElse(FieldType.DOUBLE);
        };
    }

    /** The function with its arguments. */
    public Aggregate aggregate() {
        AggregateFunction named = AggregateFunctions.named(function);
        return named.with(named.complete(arguments));
    }

    /** Names of its features without the view's name: window by window, result by result; of a lookup its own. */
    public List<String> featureNames() {
        if (isLookup()) {
            return List.of(name);
        }
        List<String> suffixes = aggregate().suffixes();
        List<String> names = new ArrayList<>();
        for (WindowDefinition window : windows) {
            for (String suffix : suffixes) {
                names.add(name + "_" + window.label() + (suffix.isEmpty() ? "" : "_" + suffix));
            }
        }
        return names;
    }
}
