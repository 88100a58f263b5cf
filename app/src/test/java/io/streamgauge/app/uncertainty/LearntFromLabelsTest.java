package io.streamgauge.app.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.ConformalLearning;
import io.streamgauge.scoring.UncertaintyDefinition;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.Revisions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Of instances that learn from the same labels one publishes; the others find nothing left to do. */
final class LearntFromLabelsTest {

    private static final UncertaintyDefinition DECLARED =
            new UncertaintyDefinition(Gives.INTERVAL, Coverage.of(0.5), false, Optional.of(Duration.ofMillis(100)), 10);
    private static final DeployedModel DOCUMENT = model("1");
    private static final DeployedModel SHADOW = model("2");

    private final DeploymentHistory history = new DeploymentHistory();
    private final LearningTimes times = new LearningTimes(Duration.ofMillis(100), 1);

    private static DeployedModel model(String version) {
        return new DeployedModel("cards", version, version.repeat(64));
    }

    /** What one instance makes of labels up to a moment, based on what it has read of the topic. */
    private ModelDeployment learn(DeploymentHistory read, long newestMs, DeployedModel... models)
            throws DeploymentException {
        ConformalLearning learning = new ConformalLearning(DECLARED);
        for (DeployedModel model : models) {
            learning.addNumber(model.getDigest(), 1, 3);
        }
        return new LearntFromLabels(DECLARED, learning, OptionalLong.of(newestMs))
                .change(DOCUMENT, times.since(newestMs))
                .of(read, revisions(read));
    }

    private static Revisions revisions(DeploymentHistory read) {
        return new Revisions("cards", read, new Revisions.Signature("a test", "", Instant.EPOCH));
    }

    @Test
    void whoComesSecondPublishesNothing() throws Exception {
        ModelDeployment first = learn(history, 250, DOCUMENT);
        ModelDeployment second = learn(history, 270, DOCUMENT);
        assertThat(history.offer(first)).isEmpty();
        assertThat(history.offer(second)).as("at once: the topic's order says").isPresent();
        assertThatThrownBy(() -> learn(history, 270, DOCUMENT))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("another instance has learnt");
        assertThat(history.offer(learn(history, 300, DOCUMENT)))
                .as("the next period")
                .isEmpty();
        assertThat(LearntFromLabels.asOfMs(history)).hasValue(300);
    }

    @Test
    void modelsWithoutLabelsKeepWhatTheyHave() throws Exception {
        history.offer(revisions(history).deploy(DOCUMENT, List.of(), "shadow", SHADOW, Optional.empty()));
        history.offer(learn(history, 250, DOCUMENT, SHADOW));
        ModelDeployment later = learn(history, 350, SHADOW, model("9"));
        assertThat(later.getConformal()).hasSize(2);
        assertThat(later.getConformal().get(0).getDigest()).isEqualTo(SHADOW.getDigest());
        assertThat(later.getConformal().get(0).getRevision()).isEqualTo(3);
        assertThat(later.getConformal().get(1).getRevision()).isEqualTo(2);
        assertThatThrownBy(() -> learn(history, 350, model("9")))
                .hasMessageContaining("0 of model cards 1, 0 of model cards 2; a coverage of 50% wants at least 1");
    }
}
