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
    private final boolean[] written;
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
        this.written = new boolean[perWindow];
        this.out = new FeatureValues(0);
    }

    /** Turns to a window's features, of which none is set. */
    void turnTo(int window, FeatureValues newOut, int offset) {
        out = newOut;
        at = offset + first + window * perWindow;
    }

    @Override
    public void set(int index, double value) {
        out.set(at + index, value);
        written[index] = true;
    }

    /** Makes missing what was not set since the turn. */
    void fill(ValueStatus missing) {
        for (int i = 0; i < perWindow; i++) {
            if (written[i]) {
                written[i] = false;
            } else if (hasDefault) {
                out.set(at + i, whenMissing, missing);
            } else {
                out.setMissing(at + i, missing);
            }
        }
    }
}
