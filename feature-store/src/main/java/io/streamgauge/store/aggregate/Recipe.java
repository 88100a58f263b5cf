package io.streamgauge.store.aggregate;

/**
 * How to make an empty state. Recipes that are equal make states that serve the same aggregates, and rows name a state by what its
 * recipe prints: a recipe is a record of numbers and texts, or has equals, hashCode and toString that say the same everywhere.
 */
public interface Recipe {

    Accumulator newState();

    /** A state over values of another order than that of numbers; the same where order does not matter. */
    default Accumulator newState(ValueOrder order) {
        return newState();
    }

    /** About how many bytes of heap a state takes over so many values, at most with usual ones; for estimates before the start. */
    long stateBytes(long values);
}
