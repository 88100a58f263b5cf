package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Predictors on request that nobody uses must not keep models that were replaced. */
final class IdlePredictorsTest {

    private final TestingRollout rollout = new TestingRollout();

    @Test
    void aPredictorOnRequestDoesNotKeepAModelThatWasReplaced() throws Exception {
        List<TestingModel> models = new ArrayList<>();
        try (RolloutLoader loader = rollout.loader(TestingPipeline.document());
                IdlePredictors idle = new IdlePredictors(() -> new NewestPredictor(loader))) {
            for (int version = 1; version <= 5; version++) {
                rollout.deploy("champion", version, 0, loader);
                models.add(rollout.opened(version));
                predict(idle, 1);
                assertThat(models)
                        .as("with sessions open")
                        .filteredOn(model -> model.openScorers > 0)
                        .containsExactly(rollout.opened(version));
                predict(idle, 4); // many at a time, of which one goes over to the next revision
                assertThat(rollout.opened(version).openScorers).isEqualTo(4);
            }
        }
        assertThat(models).allSatisfy(model -> assertThat(model.openScorers).isZero());
    }

    @Test
    void whatIsReplacedWhileItIsInUseIsClosedWhenGivenBack() throws Exception {
        try (RolloutLoader loader = rollout.loader(TestingPipeline.document());
                IdlePredictors idle = new IdlePredictors(() -> new NewestPredictor(loader))) {
            rollout.deploy("champion", 1, 0, loader);
            Predictor used = idle.take();
            rollout.deploy("champion", 2, 0, loader);
            idle.giveBack(used);
            assertThat(rollout.opened(1).openScorers).isZero();
        }
    }

    @Test
    void theOneUsedLastIsTakenFirst() throws Exception {
        try (RolloutLoader loader = rollout.loader(TestingPipeline.document());
                IdlePredictors idle = new IdlePredictors(() -> new NewestPredictor(loader))) {
            Predictor first = idle.take();
            Predictor second = idle.take();
            idle.giveBack(first);
            idle.giveBack(second);
            assertThat(Stream.of(idle.take(), idle.take())).containsExactly(second, first);
            first.close();
            second.close();
        }
    }

    @Test
    void whatIsInUseAtTheEndIsClosedWhenGivenBack() throws Exception {
        try (RolloutLoader loader = rollout.loader(TestingPipeline.document())) {
            rollout.deploy("champion", 1, 0, loader);
            IdlePredictors idle = new IdlePredictors(() -> new NewestPredictor(loader));
            Predictor used = idle.take();
            idle.close();
            idle.giveBack(used);
            assertThat(rollout.opened(1).openScorers).isZero();
        }
    }

    private static void predict(IdlePredictors idle, int atATime) {
        List<Predictor> taken = new ArrayList<>();
        for (int i = 0; i < atATime; i++) {
            taken.add(idle.take());
        }
        taken.forEach(one -> one.predict(TestingPipeline.event(), 0));
        taken.forEach(idle::giveBack);
    }
}
