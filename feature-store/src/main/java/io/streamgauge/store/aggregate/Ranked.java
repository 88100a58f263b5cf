package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The k greatest or least values, with those that repeat, in the order of {@link Double#compare}: NaN is the greatest and -0.0
 * is below 0.0.
 *
 * @param greatest whether the greatest are meant
 * @param k how many, at most
 */
record Ranked(boolean greatest, int k) implements Folded, Recipe {

    @Override
    public List<String> suffixes() {
        return Ends.numbers(k);
    }

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return new RankedState(greatest, k);
    }

    @Override
    public long stateBytes(long values) {
        return 64 + 16 * Math.min(values, k);
    }

    @Override
    public long mostWrittenBytes() {
        return 5 + 8L * k;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        ((RankedState) states[0]).read(results);
    }
}
