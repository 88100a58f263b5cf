package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What serves when the newest revision cannot be loaded. */
final class RolloutLoaderTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final TestingRollout rollout = new TestingRollout();

    /** 1: champion A; 2: champion B, bad; 3: rolled back to A. After a restart A's file cannot be had: B must not serve. */
    @Test
    void aRollbackThatCannotBeLoadedDoesNotBringBackWhatItRolledBackFrom() throws Exception {
        rolledBack();
        RolloutLoader loader = rollout.loader(TestingPipeline.document());
        loader.close(); // the search for a revision that can be loaded is over
        assertThat(loader.newest().revision()).isZero();
        assertThat(rollout.fetched).containsOnly("1");
    }

    @Test
    void norDoesATaskThatResumesIt() throws Exception {
        rolledBack();
        try (RolloutLoader loader = idle()) {
            Rollout.Resumed resumed = loader.resume(3);
            assertThat(resumed.deployment().revision()).isZero();
            assertThat(resumed.reason().orElseThrow())
                    .isEqualTo("revision 3 cannot be loaded: variant 'champion', model cards 1:"
                            + " the store does not answer");
            assertThat(rollout.fetched).as("once, though revision 1 has it too").containsExactly("1");
        }
    }

    /** 1: A; 2: B; 3: back to A; 4: C. What stood before 4 is A, by revision 3. */
    @Test
    void whatStoodBeforeADeploymentMayBeARollback() throws Exception {
        rolledBack();
        rollout.broken.clear();
        rollout.deploy("champion", 4, 0);
        rollout.broken.put("4", "it is no ONNX");
        try (RolloutLoader loader = idle();
                ReadyDeployment resumed = loader.resume(4).deployment()) {
            assertThat(resumed.revision()).isEqualTo(3);
            assertThat(resumed.serving().get(0).served().getVersion()).isEqualTo("1");
            assertThat(rollout.fetched).containsExactly("4", "1");
        }
    }

    private void rolledBack() throws Exception {
        rollout.deploy("champion", 1, 0);
        rollout.deploy("champion", 2, 0);
        rollout.publish(revisions -> revisions.rollback(Optional.empty()));
        rollout.broken.put("1", "the store does not answer");
    }

    /** The control topic was made anew; tasks were at a revision that it no longer has. */
    @Test
    void aTaskOfARevisionThatIsNotInTheControlTopicWaitsOnce() throws Exception {
        rollout.deploy("champion", 1, 0);
        try (RolloutLoader loader = idle()) {
            long beganNs = System.nanoTime();
            Rollout.Resumed resumed = loader.resume(300);
            Duration took = Duration.ofNanos(System.nanoTime() - beganNs);
            try (ReadyDeployment deployment = resumed.deployment()) {
                assertThat(deployment.revision()).isEqualTo(1);
            }
            assertThat(resumed.reason().orElseThrow())
                    .isEqualTo("revision 300 cannot be loaded: it is not in the control topic, whose newest is"
                            + " revision 1");
            assertThat(took)
                    .as("one wait of 0.3 s, not 299")
                    .isBetween(PATIENCE.dividedBy(2), PATIENCE.multipliedBy(20));
        }
    }

    static List<Error> errors() {
        return List.of(
                new OutOfMemoryError("Java heap space (by the test)"),
                new UnsatisfiedLinkError("no native part (by the test)"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorWhileLoadingDoesNotEndTheLoader(Error error) throws Exception {
        rollout.errors.put("1", error);
        try (RolloutLoader loader = rollout.loader(TestingPipeline.document())) {
            rollout.deploy("champion", 1, 0, loader);
            assertThat(loader.failure().orElseThrow()).contains("model cards 1: " + error);
            Rollout.Resumed resumed = loader.resume(1);
            assertThat(resumed.deployment().revision()).isZero();
            assertThat(resumed.reason().orElseThrow()).contains(error.toString());
            rollout.deploy("champion", 2, 0, loader);
            assertThat(loader.newest().revision()).isEqualTo(2);
            assertThat(loader.failure()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aModelThatEndsItsWarmUpWithAnErrorIsClosed(Error error) throws Exception {
        TestingModel model = new TestingModel(TestingRollout.model(1).getDigest(), vector -> {
            throw error;
        });
        try (RolloutLoader loader = new RolloutLoader(TestingPipeline.document(), wanted -> model).start()) {
            rollout.deploy("champion", 1, 0, loader);
            assertThat(loader.failure().orElseThrow()).contains(error.toString());
        }
        assertThat(model.closed).isPositive();
        assertThat(model.openScorers).isZero();
    }

    /** A loader that knows all there is, and loads for tasks alone. */
    private RolloutLoader idle() {
        RolloutLoader loader = new RolloutLoader(TestingPipeline.document(), rollout.source(), PATIENCE);
        rollout.history.all().forEach(loader::offer);
        return loader;
    }
}
