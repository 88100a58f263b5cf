package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.scoring.explain.MarginShares;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that scores and then cannot say why. */
final class FailingReasonsTest {

    static List<RuntimeException> failures() {
        return List.of(
                new ScoringException("the part of the model before its trees failed", new IllegalStateException("x")),
                new IllegalStateException("'columns' has no numbers; 3 were expected"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aDeployedOneIsPublishedWithoutReasonsAndToldOfOnce(RuntimeException failure) {
        EventScoring deployed =
                TestingPipeline.document().deployed(TestingRollout.model(1), "champion", 1, new Unexplained(failure));
        try (EventScorer scorer = deployed.newScorer()) {
            for (int event = 0; event < 2; event++) {
                Prediction prediction = scorer.predict(TestingPipeline.event(), 0);
                assertThat(prediction.getScore()).isEqualTo(2.5);
                assertThat(prediction.getRefusal()).isNull();
                assertThat(prediction.getExplanation()).isNull();
                assertThat(scorer.refused()).isNull();
            }
        }
        assertThat(deployed.firstFailureOfReasons()).as("it was told").isFalse();
    }

    @Test
    void theDocumentsOwnStopsTheStream() {
        try (EventScorer scorer = TestingPipeline.document().newScorer()) {
            assertThatThrownBy(() -> scorer.predict(TestingPipeline.event(), 0))
                    .hasMessage("this model tells no reasons");
        }
    }

    /** Its score is the amount. */
    private record Unexplained(RuntimeException failure) implements Model {

        @Override
        public String digest() {
            return "d1";
        }

        @Override
        public Scorer newScorer() {
            return new Scorer() {
                @Override
                public double score(FeatureValues vector) {
                    return vector.valueAt(0);
                }

                @Override
                public MarginShares shares(FeatureValues vector) {
                    throw failure;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
