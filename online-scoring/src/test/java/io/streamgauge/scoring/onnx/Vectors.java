package io.streamgauge.scoring.onnx;

import io.streamgauge.store.vector.FeatureValues;
import org.jspecify.annotations.Nullable;

/** Feature vectors from numbers; NaN is a missing value. */
final class Vectors {

    private Vectors() {}

    static FeatureValues of(double... values) {
        FeatureValues vector = new FeatureValues(values.length);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                vector.set(i, values[i]);
            }
        }
        return vector;
    }

    /** The same from numbers and texts; null is a missing value. */
    static FeatureValues mixed(@Nullable Object... values) {
        FeatureValues vector = new FeatureValues(values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof String text) {
                vector.set(i, text);
            } else if (values[i] instanceof Number number) {
                vector.set(i, number.doubleValue());
            }
        }
        return vector;
    }
}
