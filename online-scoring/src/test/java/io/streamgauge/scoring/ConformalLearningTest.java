package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.ConformalThreshold;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.RealisedCoverage;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.scoring.conformal.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ConformalLearningTest {

    private static final List<String> CLASSES = List.of("0", "1");

    private static UncertaintyDefinition declared(Gives gives, boolean perClass) {
        return new UncertaintyDefinition(gives, Coverage.of(0.75), perClass, Optional.empty(), 100);
    }

    private static Prediction prediction(
            String digest, String variant, @Nullable Double score, @Nullable Uncertainty uncertainty) {
        return Prediction.newBuilder()
                .setEventId("e")
                .setPipeline("cards")
                .setEventTime(Instant.EPOCH)
                .setProcessedAt(Instant.EPOCH)
                .setScore(score)
                .setFeatures(List.of())
                .setModel("cards")
                .setModelVersion("1")
                .setModelDigest(digest)
                .setVariant(variant)
                .setDefinitionHash("")
                .setSourceTopic("")
                .setSourcePartition(0)
                .setSourceOffset(0)
                .setUncertainty(uncertainty)
                .build();
    }

    private static Uncertainty set(long revision, double score, String... set) {
        return new Uncertainty(0.75, revision, List.of(set), null, null, CLASSES, List.of(1 - score, score));
    }

    @Test
    void setsAreLearntFromWhatTheModelGaveTheOutcome() {
        ConformalLearning learning = new ConformalLearning(declared(Gives.SET, false));
        learning.add(prediction("d", "champion", 0.75, set(0, 0.75, "0", "1")), new Outcome(true));
        learning.add(prediction("d", "champion", 0.5, set(0, 0.5, "0", "1")), new Outcome(0.0));
        learning.add(prediction("d", "champion", 1.0, set(0, 1, "0", "1")), new Outcome(1.0));
        learning.add(prediction("d", "champion", null, null), new Outcome(1.0));
        assertThat(learning.labels("d")).as("a refused prediction says nothing").isEqualTo(3);
        ConformalCalibration learnt = learning.learnt("d").orElseThrow().build();
        assertThat(learnt.getThresholds()).containsExactly(new ConformalThreshold("", 0.5, 3));
        assertThat(learnt.getRealised()).as("none was learnt before").isEmpty();
        assertThat(learning.learnt("other")).isEmpty();
    }

    @Test
    void aClassThatTheModelDoesNotKnowIsInNoSet() {
        ConformalLearning learning = new ConformalLearning(declared(Gives.SET, false));
        for (double score : new double[] {0.75, 0.5, 1}) {
            learning.add(prediction("d", "champion", score, set(1, score, "0", "1")), new Outcome(true));
        }
        learning.add(prediction("d", "champion", 1.0, set(1, 1, "0", "1")), new Outcome(2.0));
        assertThat(learning.learnt("d"))
                .as("the ⌈5 · 0.75⌉ = 4th of 0, 0.25, 0.5 and infinity bounds nothing")
                .isEmpty();
    }

    @Test
    void eachClassHasItsOwn() {
        ConformalLearning learning = new ConformalLearning(declared(Gives.SET, true));
        for (double score : new double[] {0.5, 0.75, 1}) {
            learning.add(prediction("d", "champion", score, set(0, score, "0", "1")), new Outcome(true));
        }
        learning.add(prediction("d", "champion", 0.25, set(0, 0.25, "0", "1")), new Outcome(false));
        assertThat(learning.learnt("d").orElseThrow().build().getThresholds())
                .containsExactly(
                        new ConformalThreshold("0", Double.POSITIVE_INFINITY, 1), new ConformalThreshold("1", 0.5, 3));
    }

    @Test
    void whatWasHeldIsCountedByVariantWhereItWasLearnt() {
        ConformalLearning learning = new ConformalLearning(declared(Gives.SET, false));
        learning.add(prediction("d", "champion", 0.75, set(4, 0.75, "1")), new Outcome(true));
        learning.add(prediction("d", "champion", 0.75, set(4, 0.75, "1")), new Outcome(false));
        learning.add(prediction("d", "canary", 0.75, set(4, 0.75)), new Outcome(true));
        learning.add(prediction("d", "canary", 0.75, set(0, 0.75, "0", "1")), new Outcome(true));
        Uncertainty other =
                Uncertainty.newBuilder(set(4, 0.75, "1")).setCoverage(0.9).build();
        learning.add(prediction("d", "canary", 0.75, other), new Outcome(true));
        assertThat(learning.learnt("d").orElseThrow().build().getRealised())
                .containsExactly(new RealisedCoverage("canary", 1L, 0L), new RealisedCoverage("champion", 2L, 1L));
    }

    @Test
    void intervalsAreLearntFromDistancesAlsoOfPredictionsBeforeTheyWereDeclared() {
        ConformalLearning learning = new ConformalLearning(declared(Gives.INTERVAL, false));
        learning.add(prediction("d", "champion", 1.0, null), new Outcome(3.0));
        Uncertainty interval = new Uncertainty(0.75, 2L, null, 0.5, 1.5, List.of(), List.of());
        learning.add(prediction("d", "champion", 1.0, interval), new Outcome(1.5));
        learning.add(prediction("d", "champion", 1.0, interval), new Outcome(0.25));
        learning.add(prediction("d", "champion", 1.0, set(1, 1, "1")), new Outcome(1.0));
        ConformalCalibration learnt = learning.learnt("d").orElseThrow().build();
        assertThat(learnt.getThresholds())
                .as("a set is of another declaration")
                .containsExactly(new ConformalThreshold("", 2.0, 3));
        assertThat(learnt.getRealised()).containsExactly(new RealisedCoverage("champion", 2L, 1L));
    }

    @Test
    void aModelThatServesAndIsAShadowTooHasOneLabelOfAnEvent() {
        ConformalLearning learning = new ConformalLearning(declared(Gives.SET, false));
        for (double score : new double[] {0.5, 0.75}) {
            Prediction both = Prediction.newBuilder(prediction("d", "champion", score, set(1, score, "1")))
                    .setShadows(List.of(ShadowScore.newBuilder()
                            .setVariant("shadow")
                            .setModel("cards")
                            .setModelVersion("2")
                            .setModelDigest("d")
                            .setScore(score)
                            .setUncertainty(set(1, score, "1"))
                            .build()))
                    .build();
            learning.add(both, new Outcome(true));
        }
        assertThat(learning.labels("d")).isEqualTo(2);
        assertThat(learning.learnt("d")).as("75% wants 3 labels").isEmpty();
        learning.add(prediction("d", "champion", 1.0, set(1, 1, "1")), new Outcome(true));
        assertThat(learning.learnt("d").orElseThrow().build().getRealised())
                .as("what was served and what the shadow said are both held against the outcome")
                .containsExactly(new RealisedCoverage("champion", 3L, 3L), new RealisedCoverage("shadow", 2L, 2L));
    }
}
