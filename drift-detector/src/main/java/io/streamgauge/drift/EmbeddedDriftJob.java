package io.streamgauge.drift;

import io.streamgauge.drift.DriftJobStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drift job on a Flink cluster inside this process. It takes a checkpoint every second and keeps the newest; a start on the
 * same directory goes on from there, after a stop and after a crash alike, and nothing is lost or written twice. Everything
 * it listens on is on loopback.
 */
public final class EmbeddedDriftJob implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDriftJob.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
    /** Who asks for counts asks again. */
    private static final Duration COUNTS = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_FAILURES = 3;

    private final JobClient job;

    private EmbeddedDriftJob(JobClient job) {
        this.job = job;
    }

    /**
     * Starts the job, from the newest checkpoint under the directory if there is one.
     *
     * @param dataDir where checkpoints are kept
     */
    public static EmbeddedDriftJob start(DriftJobConfig config, Path dataDir) {
        return start(config.pipeline(), env -> DriftJob.build(env, config), config.parallelism(), dataDir);
    }

    static EmbeddedDriftJob start(
            String pipeline, Consumer<StreamExecutionEnvironment> wiring, int parallelism, Path dataDir) {
        Configuration configuration = configuration(dataDir);
        Optional<Path> restored = Checkpoints.newest(checkpointDir(dataDir));
        restored.ifPresent(checkpoint -> {
            LOG.info("drift job of {} goes on from {}", pipeline, checkpoint);
            configuration.set(
                    StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
            configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            // What follows performance is left out of the job when drift.performance is.
            configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        });
        try {
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
            wiring.accept(env);
            return new EmbeddedDriftJob(env.executeAsync("drift-" + pipeline));
        } catch (Exception e) {
            throw new IllegalStateException("the drift job of " + pipeline + " cannot start: " + e.getMessage(), e);
        }
    }

    static Path checkpointDir(Path dataDir) {
        return dataDir.resolve("checkpoints");
    }

    static Configuration configuration(Path dataDir) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                checkpointDir(dataDir).toUri().toString());
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL, MOST_FAILURES);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL, Duration.ofMinutes(5));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, Duration.ofSeconds(1));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        listenOnLoopback(configuration);
        return configuration;
    }

    private static void listenOnLoopback(Configuration configuration) {
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(RestOptions.ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(JobManagerOptions.ADDRESS, LOOPBACK);
        configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(TaskManagerOptions.HOST, LOOPBACK);
        configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(BlobServerOptions.PORT, "0");
    }

    /** How the job is doing now. */
    public DriftJobStatus status() {
        if (job.getJobExecutionResult().isCompletedExceptionally()) {
            return ended();
        }
        try {
            State state = FlinkStates.of(job.getJobStatus().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            return state == State.FAILED ? ended() : new DriftJobStatus(state, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DriftJobStatus(State.STOPPED, null);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            // The cluster goes down with its job; the job's end tells more than the failed question.
            return ended();
        }
    }

    private DriftJobStatus ended() {
        try {
            job.getJobExecutionResult().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new DriftJobStatus(State.STOPPED, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DriftJobStatus(State.STOPPED, null);
        } catch (TimeoutException e) {
            return new DriftJobStatus(State.FAILED, "the cluster does not answer");
        } catch (ExecutionException e) {
            boolean cancelled = FlinkStates.causes(e).contains("JobCancellationException");
            return cancelled
                    ? new DriftJobStatus(State.STOPPED, null)
                    : new DriftJobStatus(State.FAILED, FlinkStates.causes(e));
        }
    }

    /** What the job has counted; empty while it does not answer. */
    public Optional<DriftJobCounts> counts() {
        try {
            Map<String, Object> told = job.getAccumulators().get(COUNTS.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(new DriftJobCounts(
                    count(told, JobCount.LATE_PREDICTIONS), count(told, JobCount.INCOMPLETE_WINDOWS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** A task that has just started has told nothing yet. */
    private static long count(Map<String, Object> told, String name) {
        return told.get(name) instanceof Long count ? count : 0;
    }

    /** Stops the job and its cluster; the newest checkpoint stays, and with it everything not yet written. */
    @Override
    public void close() {
        try {
            cancel();
            job.getJobExecutionResult().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.debug("the drift job has ended", e);
        } catch (TimeoutException e) {
            LOG.warn("the drift job has not stopped within {} s", PATIENCE.toSeconds());
        }
    }

    private void cancel() throws InterruptedException, ExecutionException, TimeoutException {
        try {
            job.cancel().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalStateException e) {
            LOG.debug("the cluster is down already", e);
        }
    }
}
