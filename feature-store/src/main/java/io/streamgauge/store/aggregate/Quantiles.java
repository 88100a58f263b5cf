package io.streamgauge.store.aggregate;

import java.math.BigDecimal;
import java.util.List;

/**
 * Quantiles by counts in buckets: of n values in ascending order the one at {@code floor(q (n - 1))}, from 0, cut off toward
 * zero to its eight leading bits.
 *
 * @param ranks each q, from 0 to 1
 * @param named whether the results have suffixes such as {@code p90}
 */
record Quantiles(List<Double> ranks, boolean named) implements Folded {

    private static final List<Recipe> RECIPES = List.of(new Buckets());

    /** The counts, which all quantiles of a field share. */
    private record Buckets() implements Recipe {

        @Override
        public Accumulator newState() {
            return new BucketsState();
        }

        @Override
        public long stateBytes(long values) {
            return 64 + 24 * Math.min(values, BucketsState.MOST);
        }

        @Override
        public long mostWrittenBytes() {
            return BucketsState.MOST_WRITTEN_BYTES;
        }
    }

    Quantiles {
        ranks = ranks.stream().map(rank -> rank + 0.0).toList();
        for (double rank : ranks) {
            if (!(rank >= 0 && rank <= 1)) {
                throw new IllegalArgumentException("q is " + Arguments.text(rank) + "; it must be from 0 to 1");
            }
        }
        if (ranks.stream().distinct().count() < ranks.size()) {
            throw new IllegalArgumentException("a q stands twice in " + ranks);
        }
    }

    @Override
    public List<String> suffixes() {
        return named ? ranks.stream().map(Quantiles::percent).toList() : List.of("");
    }

    private static String percent(double rank) {
        BigDecimal percent = BigDecimal.valueOf(rank).movePointRight(2).stripTrailingZeros();
        return "p" + percent.toPlainString().replace('.', '_');
    }

    @Override
    public List<Recipe> recipes() {
        return RECIPES;
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        if (count == 0) {
            return;
        }
        BucketsState buckets = (BucketsState) states[0];
        for (int i = 0; i < ranks.size(); i++) {
            results.set(i, buckets.at((long) (ranks.get(i) * (count - 1))));
        }
    }
}
