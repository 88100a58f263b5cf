package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.drift.DriftJobStatus.State;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedDriftJobTest {

    private static DriftJobConfig config(String drift, List<String> inputs) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return new DriftJobConfig(
                "fraud",
                "localhost:1",
                Map.of(),
                "http://localhost:1",
                Map.of(),
                definition,
                inputs,
                List.of(),
                List.of(),
                2,
                Duration.ofSeconds(1),
                null,
                ProfileSource.NONE);
    }

    /** The bounded restart strategy gives up, and says why. */
    @Test
    void aJobThatKeepsFailingIsSeenToHaveFailed(@TempDir Path dir) throws Exception {
        try (EmbeddedDriftJob job = EmbeddedDriftJob.start(
                "broken",
                env -> env.fromData(Types.INT, 1)
                        .filter(i -> {
                            throw new IllegalStateException("the disk is on fire");
                        })
                        .print(),
                1,
                dir)) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (job.status().state() != State.FAILED && System.nanoTime() < deadline) {
                Thread.sleep(50);
            }
            assertThat(job.status().state()).isEqualTo(State.FAILED);
            assertThat(job.status().failure()).contains("the disk is on fire");
        }
    }

    /** Both subtasks count, of which one has counted nothing else; the job that has stopped tells nothing rather than 0. */
    @Test
    void whatTasksCountIsToldWhileTheJobRuns(@TempDir Path dir) throws Exception {
        EmbeddedDriftJob job = EmbeddedDriftJob.start(
                "counting",
                env -> env.fromSequence(0, Long.MAX_VALUE).map(new Counting()).print(),
                2,
                dir);
        try (job) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            Optional<DriftJobCounts> all = Optional.of(new DriftJobCounts(10, 3));
            while (!job.counts().equals(all) && System.nanoTime() < deadline) {
                Thread.sleep(50);
            }
            assertThat(job.counts()).isEqualTo(all);
        }
        assertThat(job.counts()).isEmpty();
    }

    /** Counts at its first number, and stays there. */
    private static final class Counting extends RichMapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long number) throws InterruptedException {
            JobCount.of(getRuntimeContext(), JobCount.LATE_PREDICTIONS).add(5);
            if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
                JobCount.of(getRuntimeContext(), JobCount.INCOMPLETE_WINDOWS).add(3);
            }
            new CountDownLatch(1).await();
            return number;
        }
    }

    @Test
    void aJobThatCannotBeWiredSaysSo(@TempDir Path dir) {
        assertThatThrownBy(() -> EmbeddedDriftJob.start(
                        "empty",
                        env -> {
                            throw new IllegalArgumentException("no such thing");
                        },
                        1,
                        dir))
                .hasMessage("the drift job of empty cannot start: no such thing");
    }

    /** Names and uids are what a checkpoint finds its state by: the graph is compared with what was released. */
    @Test
    void everyOperatorHasItsName() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
        env.configure(EmbeddedDriftJob.configuration(Path.of("unused")));
        DriftJob.build(env, config("reference: {first: 14d}", List.of("a")));
        String plan = env.getExecutionPlan();
        assertThat(plan)
                .contains("Source: predictions", "sample", "detect")
                .contains("fraud.drift-metrics: Writer", "fraud.drift-alerts: Writer")
                .contains("fraud.retraining-events: Writer", "fraud.reference-profiles: Committer");
        assertThat(env.getStreamGraph(false).getStreamNodes())
                .allSatisfy(node -> assertThat(node.getTransformationUID())
                        .as(node.getOperatorName())
                        .isNotNull());
    }

    /** Flink takes savepoints at least once where checkpoints are off, and commits nothing. */
    @Test
    void withoutCheckpointsNoJobIsBuilt() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriftJob.build(env, config("reference: {first: 14d}", List.of("a"))))
                .withMessageContaining("execution.checkpointing.interval");
    }

    /** Records in an unaligned checkpoint would have to be read by a later version of the job. */
    @Test
    void checkpointsAreAlignedWhateverTheSessionSays() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
        env.configure(
                EmbeddedDriftJob.configuration(Path.of("unused")).set(CheckpointingOptions.ENABLE_UNALIGNED, true));
        assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isTrue();
        DriftJob.build(env, config("reference: {first: 14d}", List.of("a")));
        assertThat(env.getStreamGraph(false)
                        .getJobGraph()
                        .getCheckpointingSettings()
                        .getCheckpointCoordinatorConfiguration()
                        .isUnalignedCheckpointsEnabled())
                .isFalse();
    }

    @Test
    void onlyInputsOfTheModelCanBeExcluded() {
        config("{reference: {first: 14d}, exclude: [a, score]}", List.of("a", "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config("{reference: {first: 14d}, exclude: [c]}", List.of("a", "b")))
                .withMessage("drift.exclude: unknown input 'c' (allowed: a, b, score)");
    }
}
