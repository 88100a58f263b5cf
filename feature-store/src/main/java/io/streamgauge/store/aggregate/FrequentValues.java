package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * The k most frequent values, of equally frequent ones the least first; -0.0 equals 0.0, and NaN is a value, the greatest. It
 * shares its state with {@link MostFrequent}.
 *
 * @param k how many, at most
 * @param limit most distinct values to tell apart; 0 for as many as there are
 */
record FrequentValues(int k, int limit) implements Folded {

    @Override
    public List<String> suffixes() {
        return Ends.numbers(k);
    }

    @Override
    public List<Recipe> recipes() {
        return List.of(new MostFrequent(limit));
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        ((MostFrequentState) states[0]).read(k, results);
    }
}
