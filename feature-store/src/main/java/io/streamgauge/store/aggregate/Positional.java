package io.streamgauge.store.aggregate;

/** An aggregate that reads a few values of the window by their position and keeps no state. */
public non-sealed interface Positional extends Aggregate {

    /**
     * Writes the results; what is not written is missing.
     *
     * @param values the window's values, oldest first
     * @param endMs where the window ends, milliseconds since 1970-01-01 UTC
     */
    void read(Values values, long endMs, Results results);
}
