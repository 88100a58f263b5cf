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

    /** What {@link #mostWrittenBytes} says of a state that grows with its values. */
    long NO_BOUND = Long.MAX_VALUE;

    /**
     * The most bytes that a state is written as, whatever it has taken in; {@link #NO_BOUND} when it grows with its values. Unbounded windows and
     * tiles keep written states, and a row has a bound. Unless stated, what the state takes on the heap over a million values.
     */
    default long mostWrittenBytes() {
        return stateBytes(1_000_000);
    }

    /** The most texts that a state of {@link HeldValues} holds. */
    default long mostHeldValues() {
        return mostWrittenBytes() / Double.BYTES;
    }
}
