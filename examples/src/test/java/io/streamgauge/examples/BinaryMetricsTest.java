package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class BinaryMetricsTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    /** The example of scikit-learn's roc_auc_score and average_precision_score (1.5): 0.75 and 0.8333. */
    @Test
    void scikitLearnsExample() {
        BinaryMetrics metrics = BinaryMetrics.of(new float[] {0.1f, 0.4f, 0.35f, 0.8f}, new float[] {0, 0, 1, 1});
        assertThat(metrics.rocAuc()).isEqualTo(0.75, EXACT);
        assertThat(metrics.averagePrecision()).isEqualTo(5 / 6.0, EXACT);
        assertThat(metrics.precisionAtHalf()).isEqualTo(1);
        assertThat(metrics.recallAtHalf()).isEqualTo(0.5);
    }

    @Test
    void equalScoresAreChance() {
        BinaryMetrics metrics = BinaryMetrics.of(new float[] {0.7f, 0.7f, 0.7f, 0.7f}, new float[] {0, 1, 0, 0});
        assertThat(metrics.rocAuc()).isEqualTo(0.5, EXACT);
        assertThat(metrics.averagePrecision()).isEqualTo(0.25, EXACT);
        assertThat(metrics.precisionAtHalf()).isEqualTo(0.25, EXACT);
    }

    @Test
    void aucIsTheShareOfOrderedPairs() {
        Random random = new Random(7);
        float[] scores = new float[300];
        float[] labels = new float[300];
        for (int i = 0; i < scores.length; i++) {
            labels[i] = random.nextInt(4) == 0 ? 1 : 0;
            scores[i] = (random.nextInt(20) + 5 * labels[i]) / 25;
        }
        assertThat(BinaryMetrics.of(scores, labels).rocAuc()).isEqualTo(pairs(scores, labels), EXACT);
    }

    private static double pairs(float[] scores, float[] labels) {
        double ordered = 0;
        double all = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    all++;
                    ordered += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return ordered / all;
    }
}
