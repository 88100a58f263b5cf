package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.drift.DriftJobConfig;
import io.streamgauge.drift.DriftJobCounts;
import io.streamgauge.drift.DriftJobStatus;
import io.streamgauge.drift.EmbeddedDriftJob;
import io.streamgauge.drift.ProfileSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drift job in this process, and somebody who notices when it dies. */
final class DriftPart implements DriftTurn.Job {

    private static final Duration START = Duration.ofMinutes(1);
    private static final long LOOK_MS = 50;
    /** A restart waits a second, so that one of these looks sees it. */
    private static final long WATCH_MS = 250;
    /** What its tasks count, Flink tells every 10 s. */
    private static final Logger LOG = LoggerFactory.getLogger(DriftPart.class);

    private static final long COUNT_MS = 500;

    private final EmbeddedDriftJob job;
    private final ScheduledExecutorService watch;
    private final JobWatch changes;
    private final OperationsAlerts alerts;
    private final DriftCounts counts = new DriftCounts();
    private volatile boolean closing;

    private DriftPart(EmbeddedDriftJob job, ScheduledExecutorService watch, JobWatch changes, OperationsAlerts alerts) {
        this.job = job;
        this.watch = watch;
        this.changes = changes;
        this.alerts = alerts;
    }

    /**
     * Starts the job and returns once all of it runs.
     *
     * @param profiles where profiles of models are found
     * @param failed told when it dies later
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it runs until it is shut down
    static DriftPart start(
            Pipeline pipeline, Cluster cluster, Path directory, ProfileSource profiles, Consumer<Throwable> failed)
            throws InterruptedException {
        DriftJobConfig config = DriftSettings.of(pipeline, cluster, 1, profiles);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "drift-watch");
            thread.setDaemon(true);
            return thread;
        });
        DriftPart part = new DriftPart(
                undisturbed(() -> EmbeddedDriftJob.start(config, directory)),
                watch,
                new JobWatch(pipeline.name(), Instant.now()),
                new OperationsAlerts(cluster, pipeline.name()));
        try {
            part.awaitRunning();
        } catch (CommandFailedException | InterruptedException e) {
            part.close();
            throw e;
        }
        watch.execute(() -> part.alerts.resolveFormer(Instant.now()));
        watch.scheduleWithFixedDelay(() -> part.look(failed), WATCH_MS, WATCH_MS, TimeUnit.MILLISECONDS);
        watch.scheduleWithFixedDelay(part::count, COUNT_MS, COUNT_MS, TimeUnit.MILLISECONDS);
        return part;
    }

    /**
     * Runs the start to its end on a thread of its own. An interrupt in the middle of it would leave parts of Flink's cluster
     * behind; it is obeyed afterwards.
     */
    private static EmbeddedDriftJob undisturbed(Supplier<EmbeddedDriftJob> start) throws InterruptedException {
        CompletableFuture<EmbeddedDriftJob> started = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        started.complete(start.get());
                    } catch (RuntimeException | Error e) {
                        started.completeExceptionally(e);
                    }
                },
                "drift-start");
        thread.setDaemon(true);
        thread.start();
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw new CommandFailedException("the drift job did not start", e.getCause());
        } catch (InterruptedException e) {
            // join() does not notice interrupts.
            started.handle((job, failure) -> job)
                    .thenAccept(DriftPart::closeIfAny)
                    .join();
            throw e;
        }
    }

    private static void closeIfAny(@Nullable EmbeddedDriftJob job) {
        if (job != null) {
            job.close();
        }
    }

    @Override
    public DriftJobStatus status() {
        return job.status();
    }

    /** What a task throws ends its schedule. */
    private void count() {
        try {
            job.counts().ifPresent(counts::next);
        } catch (RuntimeException e) {
            LOG.warn("what the drift job has counted cannot be read", e);
        }
    }

    private void awaitRunning() throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        DriftJobStatus status = job.status();
        while (status.state() != DriftJobStatus.State.RUNNING) {
            if (status.state() == DriftJobStatus.State.FAILED || System.nanoTime() > deadline) {
                throw new CommandFailedException("the drift job did not start; it is " + status.state()
                        + (status.failure() == null ? "" : ": " + status.failure()));
            }
            Thread.sleep(LOOK_MS);
            status = job.status();
        }
    }

    /** Restarts of the job since the start. */
    @Override
    public long restarts() {
        return changes.restarts();
    }

    @Override
    public DriftJobCounts counts() {
        return counts.total();
    }

    private void look(Consumer<Throwable> failed) {
        DriftJobStatus status = job.status();
        if (closing) {
            return;
        }
        changes.next(status, Instant.now()).ifPresent(alerts::publish);
        if (status.state() == DriftJobStatus.State.FAILED) {
            failed.accept(new CommandFailedException("the drift job failed: " + status.failure()));
        } else if (status.state() == DriftJobStatus.State.STOPPED) {
            failed.accept(new CommandFailedException("the drift job has stopped without being asked to"));
        }
    }

    @Override
    public void close() {
        closing = true;
        watch.shutdownNow();
        job.close();
    }
}
