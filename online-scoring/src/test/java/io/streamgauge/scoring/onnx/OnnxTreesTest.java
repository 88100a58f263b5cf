package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.scoring.Scorer;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores of a tree ensemble against a walk down its trees. */
final class OnnxTreesTest {

    private static final int ROWS = 1_000;
    private static final int FEATURES = 6;
    /** 50 leaves of size around 1 are added in float: 50 roundings of 2^-24 each, at sums below 64. */
    private static final double TOLERANCE = 50 * 64 * 0x1p-24;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void scoresEqualAWalkDownTheTrees() throws Exception {
        check(42, 0);
    }

    @Test
    void missingValuesTakeTheBranchTheTreeTells() throws Exception {
        check(43, 0.3);
    }

    private void check(long seed, double missingShare) throws Exception {
        Random random = new Random(seed);
        TestingTrees trees = new TestingTrees(random, 50, 4, FEATURES);
        Path file = TestingModels.write(TestingModels.trees(trees, FEATURES), directory);
        try (OnnxModel model = OnnxModel.load(file, List.of("a", "b", "c", "d", "e", "f"));
                Scorer scorer = model.newScorer()) {
            for (int row = 0; row < ROWS; row++) {
                FeatureValues vector = randomRow(random, missingShare);
                assertThat(scorer.score(vector))
                        .as("row %d of seed %d", row, seed)
                        .isCloseTo(trees.score(vector), Offset.offset(TOLERANCE));
            }
        }
    }

    /** Values in steps of 0.1, as the thresholds are, so that many lie exactly on one. */
    private static FeatureValues randomRow(Random random, double missingShare) {
        double[] values = new double[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            values[i] = random.nextDouble() < missingShare ? Double.NaN : random.nextInt(-25, 25) / 10.0;
        }
        return Vectors.of(values);
    }
}
