package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;

/**
 * The mergeable state of aggregates over a run of values, kept in the order (time, arrival). What it holds is a function of
 * the values in the run and, where the aggregate asks for it, their order; never of how it was built: adding, removing and
 * merging in any grouping give results with equal bits. Nulls never arrive here. Not thread-safe.
 */
public interface Accumulator {

    /**
     * Takes in a value newer than all in the run; where {@link #ordered} is false, any value.
     *
     * @param timeMs event time, milliseconds since 1970-01-01 UTC
     * @param value a number; booleans as 0 and 1, timestamps in milliseconds, texts as a code
     */
    void add(long timeMs, double value);

    /** Takes in a run whose values are all newer; where {@link #ordered} is false, any run. The other stays as it is. */
    void merge(Accumulator newer);

    /** Forgets all. */
    void clear();

    /**
     * Nothing will be given back, and it is kept for ever: what results no longer need may go. Said of an empty state, once;
     * {@link #clear} does not take it back.
     */
    default void keepLittle() {}

    /** Whether it has forgotten its values, since there are more than it tells apart. */
    default boolean forgot() {
        return false;
    }

    /** Whether results depend on the order of the values. */
    default boolean ordered() {
        return false;
    }

    /** Writes the state; equal runs write results-equal bytes. */
    void write(ByteWriter out);

    /** Replaces the state by a written one; throws IllegalArgumentException for bytes that are none. */
    void read(ByteReader in);
}
