package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * An estimate of the number of distinct values by HyperLogLog; -0.0 equals 0.0, and NaN equals NaN. The standard error is
 * {@code 1.04 / sqrt(2^precision)}.
 *
 * @param precision 4 to 16: there are {@code 2^precision} registers
 */
record ApproximateDistinct(int precision) implements Folded, Recipe {

    static final int LEAST = 4;
    static final int MOST = 16;
    static final int USUAL = 12;

    @Override
    public List<Recipe> recipes() {
        return List.of(this);
    }

    @Override
    public Accumulator newState() {
        return new HyperLogLogState(precision);
    }

    @Override
    public long stateBytes(long values) {
        return 64 + Math.min(8 * values, 1L << precision);
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        results.set(0, ((HyperLogLogState) states[0]).estimate());
    }
}
