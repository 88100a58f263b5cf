package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * An aggregate whose results are read off states that values are folded into. A window slides over {@link Invertible}
 * states by removing what leaves it, over others by merging states of blocks.
 */
public non-sealed interface Folded extends Aggregate {

    /** States it reads; aggregates over the same values share those of equal recipes. */
    List<Recipe> recipes();

    /**
     * Writes the results over a run of values; what is not written is missing.
     *
     * @param states in the order of {@link #recipes}, all over the same run
     * @param count how many values the run has
     * @param endMs where the window ends, milliseconds since 1970-01-01 UTC
     */
    void read(Accumulator[] states, long count, long endMs, Results results);
}
