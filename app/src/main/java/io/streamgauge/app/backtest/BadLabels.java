package io.streamgauge.app.backtest;

import org.jspecify.annotations.Nullable;

/** What was read of labels that cannot be used: counted, and why the first cannot. Not thread-safe. */
public final class BadLabels {

    private long count;
    private @Nullable String firstWhy;

    /**
     * Counts one.
     *
     * @param why with the place of the label, e.g. the row of its file
     */
    public void add(String why) {
        count++;
        if (firstWhy == null) {
            firstWhy = why;
        }
    }

    long count() {
        return count;
    }

    /** Null when there is none. */
    @Nullable
    String firstWhy() {
        return firstWhy;
    }
}
