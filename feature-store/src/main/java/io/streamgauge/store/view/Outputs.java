package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.vector.FeatureValues;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Where the features of one aggregate go, one per window, and what stands for a missing one. */
final class Outputs {

    private final int[] windows;
    private final int first;
    private final OptionalDouble whenMissing;

    /**
     * @param windowsMs the view's distinct windows, ascending
     * @param first index of the aggregate's first feature among the view's
     */
    Outputs(AggregateDefinition aggregate, long[] windowsMs, int first) {
        this.windows = aggregate.windows().stream()
                .mapToInt(window -> Arrays.binarySearch(windowsMs, ViewPlan.lengthMs(window)))
                .toArray();
        for (int i = 1; i < windows.length; i++) {
            if (windows[i] <= windows[i - 1]) {
                throw new IllegalArgumentException(
                        "windows of '" + aggregate.name() + "' ascend; they are " + aggregate.windows());
            }
        }
        this.first = first;
        this.whenMissing = aggregate.whenMissing();
    }

    int size() {
        return windows.length;
    }

    /** Index of a feature's window among the view's. */
    int window(int feature) {
        return windows[feature];
    }

    void present(int feature, double value, FeatureValues out, int offset) {
        out.set(offset + first + feature, value);
    }

    /** Without a value the status is NULL_VALUE when the entity has a row, NOT_FOUND when it has none. */
    void missing(int feature, boolean found, FeatureValues out, int offset) {
        ValueStatus status = found ? ValueStatus.NULL_VALUE : ValueStatus.NOT_FOUND;
        if (whenMissing.isPresent()) {
            out.set(offset + first + feature, whenMissing.getAsDouble(), status);
        } else {
            out.setMissing(offset + first + feature, status);
        }
    }
}
