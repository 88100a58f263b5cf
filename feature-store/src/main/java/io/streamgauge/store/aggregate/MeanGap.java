package io.streamgauge.store.aggregate;

/** The mean time between one value and the next, in seconds: {@code (last - first) / (n - 1)}; missing below two values. */
record MeanGap() implements Positional {

    @Override
    public int oldest() {
        return 1;
    }

    @Override
    public int newest() {
        return 1;
    }

    @Override
    public void read(Values values, long endMs, Results results) {
        int gaps = values.size() - 1;
        if (gaps > 0) {
            results.set(0, (values.timeMsAt(gaps) - values.timeMsAt(0)) / (1000.0 * gaps));
        }
    }
}
