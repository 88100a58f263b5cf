package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What XGBoost says of a row and what ONNX Runtime says of it, after export. */
final class TreeEnsembleExportTest {

    private static final int COLUMNS = 4;
    private static final long SEED = 11;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeAll
    static void needsXgboost() {
        TestingXgboost.assumeItLoads();
    }

    @Test
    void onnxScoresEqualXgboosts() throws Exception {
        LabelledRows rows = rows(1_000);
        try (GradientBoostedTrees trees =
                GradientBoostedTrees.train(rows, new GradientBoostedTrees.Settings(100, 5, 0.3, 1, SEED))) {
            byte[] onnx = TreeEnsembleExport.toOnnx("test", trees.ensemble(), COLUMNS, Map.of());
            Path file = Files.write(directory.resolve("model.onnx"), onnx);
            Parity parity = Parity.of(file, List.of("a", "b", "c", "d"), rows, trees.predict(rows));
            assertThat(parity.rows()).isEqualTo(1_000);
            assertThat(parity.maxDifference()).as("seed %d", SEED).isLessThanOrEqualTo(Parity.ALLOWED_DIFFERENCE);
            assertThat(parity.decisionFlips()).isZero();
        }
    }

    @Test
    void equalRowsGiveEqualBytes() {
        assertThat(train(rows(500))).isEqualTo(train(rows(500)));
    }

    private static byte[] train(LabelledRows rows) {
        try (GradientBoostedTrees trees =
                GradientBoostedTrees.train(rows, new GradientBoostedTrees.Settings(20, 3, 0.3, 1, SEED))) {
            return TreeEnsembleExport.toOnnx("test", trees.ensemble(), COLUMNS, Map.of("k", "v"));
        }
    }

    /** Values in steps of 0.1, so that rows lie exactly on thresholds; a tenth of them missing. */
    private static LabelledRows rows(int count) {
        Random random = new Random(SEED);
        LabelledRows rows = new LabelledRows(COLUMNS);
        for (int row = 0; row < count; row++) {
            FeatureValues vector = new FeatureValues(COLUMNS);
            double sum = 0;
            for (int column = 0; column < COLUMNS; column++) {
                double value = random.nextInt(100) / 10.0;
                if (random.nextInt(10) > 0) {
                    vector.set(column, value);
                    sum += value;
                }
            }
            rows.add(row, vector, sum + 5 * random.nextGaussian() > 18 ? 1 : 0);
        }
        return rows;
    }
}
