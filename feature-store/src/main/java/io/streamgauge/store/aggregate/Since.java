package io.streamgauge.store.aggregate;

/**
 * Seconds from a value to the end of the window.
 *
 * @param last whether from the newest value, else from the oldest
 */
record Since(boolean last) implements Positional {

    @Override
    public int oldest() {
        return last ? 0 : 1;
    }

    @Override
    public int newest() {
        return last ? 1 : 0;
    }

    @Override
    public void read(Values values, long endMs, Results results) {
        if (values.size() > 0) {
            long fromMs = values.timeMsAt(last ? values.size() - 1 : 0);
            results.set(0, (endMs - fromMs) / 1000.0);
        }
    }
}
