package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The entropy of the values' frequencies in nats, {@code -sum p ln p = ln n - (sum c ln c) / n} with {@code p = c / n}; 0 when
 * all are equal.
 */
record Entropy() implements Folded, Recipe {

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return new EntropyState();
    }

    @Override
    public long stateBytes(long values) {
        return 256 + 48 * values;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        if (count > 0) {
            results.set(0, ((EntropyState) states[0]).entropy(count));
        }
    }
}
