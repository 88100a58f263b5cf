package io.streamgauge.examples;

import io.streamgauge.store.vector.FeatureValues;
import org.junit.jupiter.api.Assumptions;

/** Whether XGBoost's native library loads here; it needs libgomp, which minimal Linux images lack. */
final class TestingXgboost {

    private TestingXgboost() {}

    /** Skips the test, and says why, where it does not load. */
    static void assumeItLoads() {
        try {
            LabelledRows rows = new LabelledRows(1);
            for (int row = 0; row < 10; row++) {
                FeatureValues vector = new FeatureValues(1);
                vector.set(0, row);
                rows.add(row, vector, row % 2);
            }
            GradientBoostedTrees.train(rows, new GradientBoostedTrees.Settings(1, 1, 0.3, 1, 1))
                    .close();
        } catch (LinkageError e) {
            Assumptions.abort("XGBoost's native library does not load (apt-get install libgomp1): " + e);
        }
    }
}
