package io.streamgauge.drift;

import io.streamgauge.drift.DriftJobStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/**
 * Flink's session cluster, as {@code flink run} made it known to the program it runs, and the drift job on it. What the
 * session's configuration says is used; where it says nothing, checkpoints are taken every ten seconds and kept, and a job that
 * fails more than ten times in ten minutes is not started again.
 */
public final class DriftSession implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final int MOST_FAILURES = 10;
    private static final Duration FAILURE_INTERVAL = Duration.ofMinutes(10);
    private static final Duration RESTART_DELAY = Duration.ofSeconds(2);

    private final ReadableConfig configuration;
    private final RestClusterClient<StandaloneClusterId> cluster;

    private DriftSession(ReadableConfig configuration, RestClusterClient<StandaloneClusterId> cluster) {
        this.configuration = configuration;
        this.cluster = cluster;
    }

    /** The session that this program was submitted to. */
    public static DriftSession ofThisProgram() {
        ReadableConfig configuration =
                StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
        Configuration client = Configuration.fromMap(configuration.toMap());
        client.set(RestOptions.RETRY_MAX_ATTEMPTS, 1);
        try {
            return new DriftSession(configuration, new RestClusterClient<>(client, StandaloneClusterId.getInstance()));
        } catch (Exception e) {
            throw new IllegalStateException("cannot reach the Flink session: " + e.getMessage(), e);
        }
    }

    /** Where the session's configuration keeps checkpoints; empty when it says nothing. */
    public Optional<String> checkpoints() {
        return configuration.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
    }

    /** Whether {@code flink run -s} names what to go on from. */
    public boolean restoreGiven() {
        return configuration.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent();
    }

    /** Subtasks that the session's configuration or {@code flink run -p} asks for. */
    public int parallelism() {
        return StreamExecutionEnvironment.getExecutionEnvironment().getParallelism();
    }

    /** Where the session's web interface is. */
    public String url() {
        return cluster.getWebInterfaceURL();
    }

    /** The pipeline's job that the session runs or starts again, the newest if there are several; empty when there is none. */
    public Optional<String> running(String pipeline) throws InterruptedException {
        return await(cluster.listJobs()).stream()
                .filter(job -> job.getJobName().equals(jobName(pipeline)))
                .filter(job -> !job.getJobState().isGloballyTerminalState())
                .max(Comparator.comparingLong(JobStatusMessage::getStartTime))
                .map(job -> job.getJobId().toHexString());
    }

    /** The newest checkpoint that a job of the pipeline has left below a directory. */
    public static Optional<URI> newestCheckpoint(URI checkpoints, String pipeline) {
        return RetainedCheckpoints.newest(directory(checkpoints, pipeline));
    }

    /**
     * Submits the job and returns its id once the session has accepted it.
     *
     * @param checkpoints a directory that all of Flink's processes see
     * @param restore what to go on from, if anything
     */
    public String submit(DriftJobConfig config, URI checkpoints, Optional<URI> restore) {
        Configuration job = new Configuration();
        unlessSaid(job, CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        unlessSaid(job, RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
        unlessSaid(job, RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL, MOST_FAILURES);
        unlessSaid(job, RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL, FAILURE_INTERVAL);
        unlessSaid(job, RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, RESTART_DELAY);
        job.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory(checkpoints, config.pipeline()).toString());
        job.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        job.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        job.set(PipelineOptions.GENERIC_TYPES, false);
        job.set(PipelineOptions.OBJECT_REUSE, true);
        restore.ifPresent(checkpoint -> {
            job.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toString());
            job.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            // What follows performance is left out of the job when drift.performance is.
            job.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        });
        try {
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(job);
            DriftJob.build(env, config);
            return env.executeAsync(jobName(config.pipeline())).getJobID().toHexString();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the drift job of " + config.pipeline() + " cannot be submitted: " + e.getMessage(), e);
        }
    }

    /**
     * How a job is doing; empty when the session does not know it, as after a restart of a JobManager that remembers
     * nothing. While the session does not answer, the job counts as being restarted.
     */
    public Optional<DriftJobStatus> status(String job) throws InterruptedException {
        JobID id = JobID.fromHexString(job);
        try {
            JobStatus answered = await(cluster.getJobStatus(id));
            // Suspended is a job whose JobManager has gone; another takes it up.
            State state = answered == JobStatus.SUSPENDED ? State.RESTARTING : FlinkStates.of(answered);
            return Optional.of(new DriftJobStatus(state, state == State.FAILED ? failure(id) : null));
        } catch (SessionException e) {
            return ExceptionUtils.findThrowable(e, FlinkJobNotFoundException.class)
                                    .isPresent()
                            || ExceptionUtils.findThrowableWithMessage(e, "FlinkJobNotFoundException")
                                    .isPresent()
                    ? Optional.empty()
                    : Optional.of(new DriftJobStatus(State.RESTARTING, null));
        }
    }

    private String failure(JobID id) throws InterruptedException {
        try {
            JobResult result = await(cluster.requestJobResult(id));
            return result.getSerializedThrowable().map(FlinkStates::causes).orElse("no cause is known");
        } catch (SessionException e) {
            return "its cause cannot be asked for: " + e.getMessage();
        }
    }

    private <T> void unlessSaid(Configuration job, ConfigOption<T> option, T value) {
        if (configuration.getOptional(option).isEmpty()) {
            job.set(option, value);
        }
    }

    static String jobName(String pipeline) {
        return "drift-" + pipeline;
    }

    /** A directory of the pipeline's own: the newest checkpoint in it is the pipeline's. */
    private static URI directory(URI checkpoints, String pipeline) {
        String base = checkpoints.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + pipeline);
    }

    private static <T> T await(Future<T> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new SessionException("the Flink session does not answer: " + FlinkStates.causes(e), e);
        }
    }

    /** The session gave no answer, or an error. */
    public static final class SessionException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private SessionException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
