package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The greatest fall from a value to a later one, {@code max(x_i - x_j, 0)} over {@code i <= j}. From an infinity to itself
 * there is no fall; NaN among the values gives NaN.
 */
record MaxDrawdown() implements Folded, Recipe {

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return new MaxDrawdownState();
    }

    @Override
    public long stateBytes(long values) {
        return 40;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        if (count > 0) {
            results.set(0, ((MaxDrawdownState) states[0]).fall());
        }
    }
}
