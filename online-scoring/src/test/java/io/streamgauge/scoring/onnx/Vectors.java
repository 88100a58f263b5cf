package io.streamgauge.scoring.onnx;

import io.streamgauge.store.vector.FeatureValues;

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
}
