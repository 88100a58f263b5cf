package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The entropy of the values' frequencies in nats, {@code -sum p ln p = ln n - (sum c ln c) / n} with {@code p = c / n}; 0 when
 * all are equal. Missing where there are more distinct values than a limit.
 *
 * @param limit 0 for none
 */
record Entropy(int limit) implements Folded, Recipe {

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return new EntropyState(limit);
    }

    @Override
    public long stateBytes(long values) {
        return 256 + 48 * values;
    }

    @Override
    public long mostWrittenBytes() {
        return ValueCounts.mostWrittenBytes(limit);
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        EntropyState state = (EntropyState) states[0];
        if (count > 0 && !state.tooMany()) {
            results.set(0, state.entropy(count));
        }
    }
}
