package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.scoring.conformal.Thresholds;
import io.streamgauge.scoring.rollout.ConformalPlan;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sets and intervals come with the deployment, go into predictions and decisions, and come out again the same. */
final class UncertaintyTest {

    private static final String SET = "uncertainty: {gives: set, coverage: 80%},"
            + " decision: 'size(set) == 1 ? (\"1\" in set ? \"block\" : \"pass\") : \"review\"'";
    private static final String INTERVAL = "uncertainty: {gives: interval},"
            + " decision: 'missing(high) || coalesce(high, 0.0) > 3.0 ? \"review\" : \"pass\"'";

    private static final Scorer NOBODY = new Scorer() {
        @Override
        public double score(FeatureValues vector) {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public void close() {}
    };

    private final TestingRollout rollout = new TestingRollout();
    private Optional<RolloutLoader> loader = Optional.empty();

    @AfterEach
    void close() {
        loader.ifPresent(RolloutLoader::close);
    }

    private static ConformalCalibration learnt(int version, Gives gives, Thresholds thresholds) {
        return ConformalPlan.record(TestingRollout.model(version).getDigest(), gives, thresholds)
                .build();
    }

    private ModelDeployment conform(ConformalCalibration... learnt) throws Exception {
        return rollout.publish(revisions -> revisions.conform(TestingRollout.model(0), List.of(learnt)));
    }

    /** What a document's model that gives this score predicts of the event now, deployed or not. */
    private Prediction predicted(String more, double score) throws Exception {
        rollout.scores.put("0", score);
        return predicted(TestingPipeline.document(more, score));
    }

    /** What is predicted of the event now, and is predicted of it again. */
    private Prediction predicted(EventScoring document) throws Exception {
        loader.ifPresent(RolloutLoader::close);
        RolloutLoader made = rollout.loader(document);
        loader = Optional.of(made);
        try (DeployedScorers scorers = made.newest().newScorers()) {
            Prediction prediction = scorers.predict(0, TestingPipeline.event(), 0, 0, 0);
            try (EventScorer again = document.newScorer()) {
                Prediction replayed = again.again(
                        Prediction.newBuilder(prediction)
                                .setUncertainty(null)
                                .setDecision(null)
                                .build(),
                        rollout.history
                                .find(prediction.getRevision())
                                .flatMap(deployment -> ConformalPlan.of(deployment, prediction.getModelDigest())));
                if (prediction.getModelVersion().equals("0")) {
                    assertThat(replayed).isEqualTo(prediction);
                }
            }
            return prediction;
        }
    }

    private static Thresholds of(double coverage, double... nonconformities) {
        return Thresholds.ofAll(Coverage.of(coverage), nonconformities);
    }

    @Test
    void beforeAnythingIsLearntAllBelongs() throws Exception {
        Prediction set = predicted(SET, 0.3);
        assertThat(set.getUncertainty())
                .isEqualTo(new Uncertainty(
                        0.8, 0L, List.of("0", "1"), null, null, List.of("0", "1"), List.of(1 - 0.3, 0.3)));
        assertThat(set.getDecision()).isEqualTo("review");
        Prediction interval = predicted(INTERVAL, 2.5);
        assertThat(interval.getUncertainty())
                .isEqualTo(new Uncertainty(0.9, 0L, null, null, null, List.of(), List.of()));
        assertThat(interval.getDecision()).isEqualTo("review");
        assertThat(predicted("decision: '\"x\"'", 1).getUncertainty())
                .as("none is declared")
                .isNull();
    }

    @Test
    void aSetHasWhatIsNotTooStrange() throws Exception {
        conform(learnt(0, Gives.SET, of(0.8, 0.1, 0.2, 0.3, 0.4)));
        Prediction sure = predicted(SET, 0.6);
        assertThat(sure.getRevision()).isEqualTo(1);
        Uncertainty uncertainty = Objects.requireNonNull(sure.getUncertainty());
        assertThat(uncertainty.getRevision()).isEqualTo(1);
        assertThat(uncertainty.getSet()).as("1 - 0.6 is the threshold itself").containsExactly("1");
        assertThat(sure.getDecision()).isEqualTo("block");
        Prediction neither = predicted(SET, 0.5);
        assertThat(Objects.requireNonNull(neither.getUncertainty()).getSet()).isEmpty();
        assertThat(neither.getDecision()).isEqualTo("review");
        assertThat(predicted(SET, 0.2).getDecision()).isEqualTo("pass");
    }

    @Test
    void aSetPerClassHasEachByItsOwnThreshold() throws Exception {
        Thresholds perClass = new Thresholds(Coverage.of(0.8), true, Map.of("0", new Thresholds.Threshold(0.1, 40)));
        conform(learnt(0, Gives.SET, perClass));
        assertThat(Objects.requireNonNull(predicted(SET, 0.4).getUncertainty()).getSet())
                .as("class 1 has had no label, and belongs to every set")
                .containsExactly("1");
    }

    @Test
    void anIntervalReachesAsFarAsTheThreshold() throws Exception {
        conform(learnt(0, Gives.INTERVAL, of(0.5, 0.25)));
        Prediction prediction = predicted(INTERVAL, 2.5);
        assertThat(prediction.getUncertainty())
                .isEqualTo(new Uncertainty(0.5, 1L, null, 2.25, 2.75, List.of(), List.of()));
        assertThat(prediction.getDecision()).isEqualTo("pass");
        assertThat(predicted(SET, 0.4).getUncertainty())
                .as("what is learnt for intervals says nothing of sets")
                .isEqualTo(new Uncertainty(
                        0.8, 0L, List.of("0", "1"), null, null, List.of("0", "1"), List.of(1 - 0.4, 0.4)));
    }

    @Test
    void anIntervalHoldsTheLabelThatItsThresholdIsOf() {
        Random random = new Random(7);
        UncertaintyDefinition declared =
                new UncertaintyDefinition(Gives.INTERVAL, Coverage.of(0.5), false, Optional.empty(), 10);
        for (int round = 0; round < 20_000; round++) {
            double score = Math.round(random.nextDouble() * 1_000) / 100.0;
            double outcome = Math.round(random.nextDouble() * 1_000) / 100.0;
            double distance = Math.abs(outcome - score);
            Uncertainty interval = Uncertainties.of(declared, Optional.of(learnt(0, Gives.INTERVAL, of(0.5, distance))))
                    .of(score, NOBODY);
            assertThat(interval.getLow()).as("%s ± %s", score, distance).isLessThanOrEqualTo(outcome);
            assertThat(interval.getHigh()).as("%s ± %s", score, distance).isGreaterThanOrEqualTo(outcome);
            assertThat(interval.getHigh() - interval.getLow()).isLessThan(2 * distance + 1e-14);
        }
    }

    @Test
    void whatIsLearntBelongsToTheModelWhereverItServes() throws Exception {
        EventScoring document = TestingPipeline.document(INTERVAL, 0);
        rollout.deploy("shadow", 2, 0);
        ModelDeployment made = conform(learnt(0, Gives.INTERVAL, of(0.5, 1)), learnt(2, Gives.INTERVAL, of(0.5, 7)));
        assertThat(made.getAction()).isEqualTo("conform");
        ShadowScore shadow =
                Objects.requireNonNull(predicted(document).getShadows()).get(0);
        assertThat(Objects.requireNonNull(shadow.getUncertainty()).getHigh()).isEqualTo(9);
        assertThat(shadow.getDecision()).isEqualTo("review");
        rollout.publish(revisions -> revisions.promote("shadow"));
        Prediction promoted = predicted(document);
        assertThat(promoted.getRevision()).isEqualTo(3);
        assertThat(promoted.getUncertainty()).isEqualTo(shadow.getUncertainty());
        conform(learnt(2, Gives.INTERVAL, of(0.5, 5)));
        assertThat(Objects.requireNonNull(predicted(document).getUncertainty()).getHigh())
                .isEqualTo(7);
        ModelDeployment back = rollout.publish(revisions -> revisions.rollback(Optional.empty()));
        assertThat(back.getVariants().get(0).getModel().getVersion())
                .as("learning is no change that a rollback takes back; the promotion is")
                .isEqualTo("0");
        assertThat(Objects.requireNonNull(predicted(document).getUncertainty()).getRevision())
                .isEqualTo(2);
        rollout.deploy("champion", 2, 0);
        assertThat(Objects.requireNonNull(predicted(document).getUncertainty()))
                .as("and comes back with what was learnt last")
                .satisfies(last -> assertThat(last.getHigh()).isEqualTo(7))
                .satisfies(last -> assertThat(last.getRevision()).isEqualTo(4));
    }

    @Test
    void onlyWhatIsDeployedLearns() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> conform(learnt(3, Gives.SET, of(0.5, 1))))
                .hasMessageContaining("no variant of pipeline cards is the model of digest 3333");
    }

    @Test
    void aDeploymentWithoutAThresholdIsNotAccepted() throws Exception {
        ModelDeployment made = conform(learnt(0, Gives.SET, of(0.5, 1)));
        ConformalCalibration none = ConformalCalibration.newBuilder(
                        made.getConformal().get(0))
                .setThresholds(List.of())
                .build();
        ModelDeployment next = ModelDeployment.newBuilder(made)
                .setRevision(2)
                .setBasedOn(1)
                .setConformal(List.of(none))
                .build();
        assertThat(rollout.history.offer(next))
                .hasValueSatisfying(
                        why -> assertThat(why)
                                .contains(
                                        "what it has learnt from labels is wrong: thresholds of []; expected one, of all classes"));
    }
}
