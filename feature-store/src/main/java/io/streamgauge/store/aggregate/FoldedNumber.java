package io.streamgauge.store.aggregate;

/** A folded aggregate with one result, a number. It is read over many runs by one call, as a feature is over its windows. */
public interface FoldedNumber extends Folded {

    /** How many values it takes; over fewer it is missing. */
    int fewest();

    /**
     * Computes the results over many runs.
     *
     * @param states by run, as {@link #read(Accumulator[], long, long, Results)} takes them
     * @param counts by run, how many values it has
     * @param results by run, where its result goes; undefined where there are fewer values than {@link #fewest}
     */
    void read(Accumulator[][] states, long[] counts, double[] results);
}
