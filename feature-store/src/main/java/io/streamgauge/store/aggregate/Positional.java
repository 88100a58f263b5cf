package io.streamgauge.store.aggregate;

/** An aggregate that reads a few values of the window by their position and keeps no state. */
public non-sealed interface Positional extends Aggregate {

    /** How many of the oldest values it reads at most. A window without a lower end keeps these and the newest alone. */
    int oldest();

    /** How many of the newest values it reads at most. */
    int newest();

    /**
     * Writes the results; what is not written is missing.
     *
     * @param values the window's values, oldest first; between {@link #oldest} and {@link #newest} they are not read
     * @param endMs where the window ends, milliseconds since 1970-01-01 UTC
     */
    void read(Values values, long endMs, Results results);
}
