package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.aggregate.Results;
import io.streamgauge.store.vector.FeatureValues;
import java.util.OptionalDouble;

/**
 * Where the features of one aggregate go, window by window, and what stands for a missing one. Reused from read to read;
 * not thread-safe.
 */
final class Outputs implements Results {

    private final int first;
    private final int perWindow;
    private final boolean hasDefault;
    private final double whenMissing;
    private FeatureValues out;
    private int at;

    /**
     * @param first index of the aggregate's first feature among the view's
     * @param perWindow how many results it has for each window
     */
    Outputs(int first, int perWindow, OptionalDouble whenMissing) {
        this.first = first;
        this.perWindow = perWindow;
        this.hasDefault = whenMissing.isPresent();
        this.whenMissing = whenMissing.orElse(0);
        this.out = new FeatureValues(0);
    }

    /** Turns to a window's features, which are missing, of this status, until they are set. */
    void turnTo(int window, ValueStatus missing, FeatureValues newOut, int offset) {
        out = newOut;
        at = offset + first + window * perWindow;
        for (int i = at; i < at + perWindow; i++) {
            if (hasDefault) {
                out.set(i, whenMissing, missing);
            } else {
                out.setMissing(i, missing);
            }
        }
    }

    @Override
    public void set(int index, double value) {
        if (index < 0 || index >= perWindow) {
            throw new IllegalArgumentException("a result of index " + index + " of " + perWindow);
        }
        out.set(at + index, value);
    }
}
