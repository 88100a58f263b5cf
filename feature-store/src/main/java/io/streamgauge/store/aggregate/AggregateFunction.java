package io.streamgauge.store.aggregate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate function that definitions may name, with all that a user is told of it. A user's own class, public and with
 * a public constructor without parameters, is found by {@link java.util.ServiceLoader} when its jar names it under {@code META-INF/services/io.streamgauge.store.aggregate.AggregateFunction}.
 */
public interface AggregateFunction {

    /** Kinds of input values. */
    enum Input {
        /** No value: it counts events. */
        EVENT,
        NUMBER,
        BOOLEAN,
        TEXT,
        TIMESTAMP
    }

    /** Types of results. All but texts are kept as 64-bit floating point. */
    enum Result {
        DOUBLE,
        LONG,
        BOOLEAN,
        /** Seconds. */
        DURATION,
        /** Same as the input: each result is one of the values, and a text where those are texts. */
        INPUT
    }

    /**
     * A number the function takes after its field, such as the 3 of {@code last_n(amount, 3)}.
     *
     * @param name e.g. {@code n}
     * @param description what it means, and its range
     * @param repeated whether it may stand several times; only the last parameter may
     * @param otherwise its value where it is not given, null when it must be; parameters after it have one too
     */
    record Parameter(
            String name,
            String description,
            boolean repeated,
            @Nullable Double otherwise) {

        /** One that must be given. */
        public Parameter(String name, String description) {
            this(name, description, false, null);
        }
    }

    /** Name in definitions, in snake case. */
    String name();

    Set<Input> inputs();

    default List<Parameter> parameters() {
        return List.of();
    }

    Result result();

    /** One or two sentences for the catalogue, with the formula. */
    String description();

    /** How exact the result is; {@code exact} unless stated. */
    default String bound() {
        return "exact";
    }

    /** What a window without values gives, and nulls and NaN among them. */
    String ofNothing();

    /**
     * The function with its arguments.
     *
     * @param arguments as many as {@link #parameters}, more where the last is repeated; as of {@link #complete}
     * @throws IllegalArgumentException when one is out of range; the message names what was seen and what is allowed
     */
    Aggregate with(List<Double> arguments);

    /**
     * Checks how many arguments there are and fills in those that may be left out.
     *
     * @throws IllegalArgumentException when there are too few or too many
     */
    default List<Double> complete(List<Double> given) {
        return Arguments.complete(this, given);
    }
}
