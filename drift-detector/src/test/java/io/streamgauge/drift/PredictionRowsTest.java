package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.profile.CategoryCode;
import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
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
        return builder(score, features).build();
    }

    private static Prediction.Builder builder(@Nullable Double score, ServedFeature... features) {
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
                .setSourceOffset(42);
    }

    private static PredictionRows rows(List<String> numbers, List<String> texts, String drift) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return PredictionRows.of(RowValue.of(definition, numbers, texts, List.of("margin", "pair")));
    }

    @Test
    void whatElseIsWatchedComesAfterTheScore() {
        ServedFeature country = ServedFeature.newBuilder()
                .setName("country")
                .setText("DE")
                .setStatus(ValueStatus.PRESENT)
                .build();
        Prediction.Builder builder = builder(0.25, served("a", 1.0), country);
        Prediction prediction = builder.setDecision("block")
                .setOutputs(List.of(
                        new ModelOutput("margin", List.of(2.5), List.of(), List.of()),
                        new ModelOutput("pair", List.of(1.0, 2.0), List.of(), List.of())))
                .build();
        ScoredRow row = rows(
                        List.of("a"),
                        List.of("country"),
                        "{reference: {first: 14d}, watch: [inputs, score, decision, label, outputs, freshness]}")
                .row(prediction, 0);
        assertThat(row.values)
                .containsExactly(
                        1, 0.25, CategoryCode.of("DE"), CategoryCode.of("block"), Double.NaN, 2.5, Double.NaN, 1);
        assertThat(row.texts).containsExactly("DE", "block", null);
    }

    private static double[] values(Prediction prediction, String... inputs) {
        return rows(List.of(inputs), List.of(), "{reference: {first: 14d}}").row(prediction, 0).values;
    }

    @Test
    void aRowKnowsItsModelItsSourceAndItsTime() {
        ScoredRow row =
                rows(List.of("a"), List.of(), "{reference: {first: 14d}}").row(prediction(0.5, served("a", 1.0)), 9);
        assertThat(ModelKeys.split(row.model).version()).isEqualTo("7");
        assertThat(row.eventTimeMs).isEqualTo(1000);
        assertThat(row.sourceTopic).isEqualTo("transactions");
        assertThat(row.sourcePartition).isEqualTo(3);
        assertThat(row.sourceOffset).isEqualTo(42);
        assertThat(row.feedPartition).isEqualTo(9);
    }

    /** The events that are sampled do not depend on where they were published. */
    @Test
    void aRowIsRankedByTheIdOfItsEvent() {
        long rank = rank("e1", 42);
        assertThat(rank("e1", 43)).as("events that share an id are told apart").isNotEqualTo(rank);
        assertThat(rank("e1", 43) >>> 16).as("the same event elsewhere").isEqualTo(rank >>> 16);
        assertThat(rank("e2", 42) >>> 16).as("another event in its place").isNotEqualTo(rank >>> 16);
    }

    private static long rank(String eventId, long offset) {
        Prediction prediction =
                builder(0.5).setEventId(eventId).setSourceOffset(offset).build();
        return rows(List.of(), List.of(), "{reference: {first: 14d}}").row(prediction, 0).rank;
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
