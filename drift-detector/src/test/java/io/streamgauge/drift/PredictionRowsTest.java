package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ValueStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PredictionRowsTest {

    private static ServedFeature served(String name, @Nullable Double value) {
        return ServedFeature.newBuilder()
                .setName(name)
                .setValue(value)
                .setStatus(value == null ? ValueStatus.NULL_VALUE : ValueStatus.PRESENT)
                .build();
    }

    private static Prediction prediction(@Nullable Double score, ServedFeature... features) {
        return Prediction.newBuilder()
                .setEventId("e1")
                .setPipeline("fraud")
                .setEventTime(Instant.ofEpochMilli(1000))
                .setProcessedAt(Instant.ofEpochMilli(2000))
                .setScore(score)
                .setFeatures(List.of(features))
                .setModel("fraud")
                .setModelVersion("7")
                .setModelDigest("ab")
                .setDefinitionHash("cd")
                .setSourceTopic("transactions")
                .setSourcePartition(3)
                .setSourceOffset(42)
                .build();
    }

    private static double[] values(Prediction prediction, String... inputs) {
        return new PredictionRows(List.of(inputs)).row(prediction, 0).values;
    }

    @Test
    void aRowKnowsItsModelItsSourceAndItsTime() {
        ScoredRow row = new PredictionRows(List.of("a")).row(prediction(0.5, served("a", 1.0)), 9);
        assertThat(ModelKeys.split(row.model).version()).isEqualTo("7");
        assertThat(row.eventTimeMs).isEqualTo(1000);
        assertThat(row.sourceTopic).isEqualTo("transactions");
        assertThat(row.sourcePartition).isEqualTo(3);
        assertThat(row.sourceOffset).isEqualTo(42);
        assertThat(row.feedPartition).isEqualTo(9);
    }

    @Test
    void valuesAreFoundByNameAndTheScoreComesLast() {
        Prediction prediction = prediction(0.25, served("a", 1.0), served("b", 2.0));
        assertThat(values(prediction, "a", "b")).containsExactly(1, 2, 0.25);
        assertThat(values(prediction, "b", "c", "a")).containsExactly(2, Double.NaN, 1, 0.25);
    }

    @Test
    void missingIsNaN() {
        assertThat(values(prediction(null, served("a", null)), "a")).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void infinitiesAreBroughtBackAndMinusZeroIsZero() {
        Prediction prediction = prediction(
                0.0, served("a", Double.POSITIVE_INFINITY), served("b", Double.NEGATIVE_INFINITY), served("c", -0.0));
        assertThat(values(prediction, "a", "b", "c")).containsExactly(Double.MAX_VALUE, -Double.MAX_VALUE, 0.0, 0.0);
    }
}
