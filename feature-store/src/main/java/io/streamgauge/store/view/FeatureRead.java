package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.vector.FeatureValues;

/**
 * Reads one aggregate's features, over all its windows, off a located series. There is one kind for each way of sliding, so
 * that an event costs one virtual call per aggregate, whatever the number of windows. Not thread-safe.
 */
abstract class FeatureRead {

    /** No bound on how old the newest value may be. */
    static final long ANY_AGE = Long.MAX_VALUE;

    /** Indexes of its windows among the series'. */
    final int[] windows;

    final Outputs outputs;
    private final int delay;
    private final long maxAgeMs;

    /**
     * @param delay index of its delay among the series'
     * @param windows indexes among the series' windows
     */
    FeatureRead(int delay, int[] windows, long maxAgeMs, Outputs outputs) {
        this.delay = delay;
        this.windows = windows;
        this.maxAgeMs = maxAgeMs;
        this.outputs = outputs;
    }

    /** @param entity whose series it is, which says at which moments it is known */
    final void read(SeriesState series, EntityState entity, FeatureValues out, int offset) {
        long endMs = series.endMs(delay);
        if (!entity.knownAt(endMs)) {
            readWindows(series, endMs, out, offset, ValueStatus.NOT_FOUND);
        } else if (maxAgeMs != ANY_AGE && series.newestMs(delay) < WindowStart.minus(endMs, maxAgeMs)) {
            for (int i = 0; i < windows.length; i++) {
                outputs.fill(i, out, offset, ValueStatus.OUTSIDE_MAX_AGE);
            }
        } else {
            readWindows(series, endMs, out, offset, ValueStatus.NULL_VALUE);
        }
    }

    /**
     * Reads all windows.
     *
     * @param endMs where they end
     * @param missing status of what has no result
     */
    abstract void readWindows(SeriesState series, long endMs, FeatureValues out, int offset, ValueStatus missing);
}
