package io.streamgauge.store.aggregate;

import java.util.List;

/** How many values there are. */
record CountOf() implements Folded {

    @Override
    public List<Recipe> recipes() {
        return List.of();
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        results.set(0, (double) count);
    }
}
