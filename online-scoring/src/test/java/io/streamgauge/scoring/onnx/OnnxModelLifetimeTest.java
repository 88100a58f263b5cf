package io.streamgauge.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.scoring.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session closed with a run in flight kills the JVM: these tests would not fail, the fork would crash. */
final class OnnxModelLifetimeTest {

    private static final int THREADS = 2;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sessionStaysOpenUntilItsLastScorerIsClosed() throws Exception {
        OnnxModel model = model(1);
        Scorer scorer = model.newScorer();
        model.close();
        assertThat(model.unloaded()).isFalse();
        assertThat(scorer.score(Vectors.of(5))).isEqualTo(6);
        scorer.close();
        assertThat(model.unloaded()).isTrue();
    }

    @Test
    void closingTwiceGivesUpOneReference() throws Exception {
        OnnxModel model = model(1);
        try (Scorer kept = model.newScorer()) {
            Scorer closed = model.newScorer();
            closed.close();
            closed.close();
            model.close();
            model.close();
            assertThat(kept.score(Vectors.of(5))).isEqualTo(6);
        }
        assertThat(model.unloaded()).isTrue();
    }

    @Test
    void closedModelAndScorerAreNotUsed() throws Exception {
        OnnxModel model = model(1);
        Scorer scorer = model.newScorer();
        scorer.close();
        model.close();
        assertThatThrownBy(() -> scorer.score(Vectors.of(5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the scorer is closed");
        assertThatThrownBy(model::newScorer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
    }

    @Test
    void threadsShareOneSessionWithoutMixingRows() throws Exception {
        try (OnnxModel model = model(1)) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int base = thread * 1_000_000;
                runs.add(threads.submit(() -> scoreRows(model, base, 20_000)));
            }
            for (Future<Integer> run : runs) {
                assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(20_000);
            }
        }
    }

    @Test
    void modelsAreSwappedAndClosedUnderLoad() throws Exception {
        Serving serving = new Serving(model(0));
        AtomicBoolean swapping = new AtomicBoolean(true);
        List<Future<Integer>> runs = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            runs.add(threads.submit(scoreWhile(serving, swapping)));
        }
        List<OnnxModel> retired = new ArrayList<>();
        for (int version = 1; version <= 100; version++) {
            OnnxModel old = serving.model;
            serving.model = model(version);
            old.close();
            retired.add(old);
        }
        swapping.set(false);
        for (Future<Integer> run : runs) {
            assertThat(run.get(60, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(retired).allMatch(OnnxModel::unloaded);
        serving.model.close();
    }

    private static final class Serving {

        private volatile OnnxModel model;

        private Serving(OnnxModel model) {
            this.model = model;
        }
    }

    private static int scoreRows(OnnxModel model, int base, int rows) {
        int right = 0;
        try (Scorer scorer = model.newScorer()) {
            for (int row = base; row < base + rows; row++) {
                right += scorer.score(Vectors.of(row)) == row + 1 ? 1 : 0;
            }
        }
        return right;
    }

    /** Takes the model in service, scores some rows with it, takes the next; a model closed meanwhile is left alone. */
    private static Callable<Integer> scoreWhile(Serving serving, AtomicBoolean going) {
        return () -> {
            int scored = 0;
            while (going.get()) {
                try (Scorer scorer = serving.model.newScorer()) {
                    for (int i = 0; i < 50; i++) {
                        scorer.score(Vectors.of(i));
                        scored++;
                    }
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage("the model is closed");
                }
            }
            return scored;
        };
    }

    private OnnxModel model(float intercept) throws Exception {
        return OnnxModel.load(
                TestingModels.write(TestingModels.linear(List.of("x"), intercept, 1), directory), List.of("x"));
    }
}
