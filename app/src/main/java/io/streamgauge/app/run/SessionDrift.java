package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.drift.DriftJobConfig;
import io.streamgauge.drift.DriftJobStatus;
import io.streamgauge.drift.DriftSession;
import io.streamgauge.drift.DriftSession.SessionException;
import io.streamgauge.drift.ProfileSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drift job of a pipeline on a Flink session, and somebody who watches it. A job of the pipeline that runs there already is
 * taken over, so this may end and begin at any time; a job that the session has forgotten, since its JobManager was
 * started again, is submitted anew from its newest checkpoint. Restarts, and that they are used up, are told as alerts.
 */
public final class SessionDrift {

    private static final Logger LOG = LoggerFactory.getLogger(SessionDrift.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    /** A JobManager that has just come up may refuse a job or two. */
    private static final int MOST_REFUSALS = 10;

    private final Pipeline pipeline;
    private final DriftJobConfig config;
    private final DriftSession session;
    private final URI checkpoints;
    private final OperationsAlerts alerts;
    private final Consumer<String> out;
    /** What {@code flink run -s} names is gone on from once; whatever comes later is newer. */
    private boolean given;

    private String job = "";
    private int refusals;

    /**
     * @param checkpoints a directory that all of Flink's processes, and this one, see
     * @param parallelism subtasks that read
     * @param out told in a line what happens
     */
    public SessionDrift(
            Pipeline pipeline,
            Cluster cluster,
            DriftSession session,
            URI checkpoints,
            int parallelism,
            Consumer<String> out) {
        this.pipeline = pipeline;
        this.config = DriftSettings.of(pipeline, cluster, parallelism, ProfileSource.NONE);
        this.session = session;
        this.checkpoints = checkpoints;
        this.alerts = new OperationsAlerts(cluster, pipeline.name());
        this.out = out;
        this.given = session.restoreGiven();
    }

    /** Takes over the job that runs, or submits it; returns its id. */
    public String begin() throws InterruptedException {
        Optional<String> running = session.running(pipeline.name());
        if (running.isPresent()) {
            out.accept("drift job " + running.get() + " of pipeline " + pipeline.name() + " runs already at "
                    + session.url());
            return running.get();
        }
        Optional<URI> restore = given ? Optional.empty() : DriftSession.newestCheckpoint(checkpoints, pipeline.name());
        String submitted = session.submit(config, checkpoints, restore);
        out.accept("drift job " + submitted + " of pipeline " + pipeline.name() + " is submitted to " + session.url()
                + restore.map(from -> ", from " + from)
                        .orElse(given ? ", from where -s says" : ", from the beginning"));
        given = false;
        return submitted;
    }

    /**
     * Watches the job until it ends.
     *
     * @throws CommandFailedException when it has failed too often
     */
    public void watch(String submitted) throws InterruptedException {
        JobWatch changes = new JobWatch(pipeline.name(), Instant.now());
        job = submitted;
        boolean ran = false;
        while (true) {
            DriftJobStatus status = look();
            if (status.state() == DriftJobStatus.State.RUNNING && !ran) {
                ran = true;
                alerts.resolveFormer(Instant.now());
            }
            if (status.state() == DriftJobStatus.State.STOPPED) {
                out.accept("drift job " + job + " of pipeline " + pipeline.name() + " was stopped");
                return;
            }
            changes.next(status, Instant.now()).ifPresent(alerts::publish);
            if (status.state() == DriftJobStatus.State.FAILED) {
                throw new CommandFailedException("the drift job failed: " + status.failure());
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private DriftJobStatus look() throws InterruptedException {
        Optional<DriftJobStatus> status = session.status(job);
        if (status.isPresent()) {
            return status.get();
        }
        try {
            job = begin();
            refusals = 0;
        } catch (SessionException e) {
            LOG.debug("the session is not up yet", e);
        } catch (IllegalStateException e) {
            refusals++;
            if (refusals == MOST_REFUSALS) {
                return new DriftJobStatus(DriftJobStatus.State.FAILED, e.getMessage());
            }
            LOG.warn("{}; tried again", e.getMessage());
        }
        return new DriftJobStatus(DriftJobStatus.State.RESTARTING, null);
    }
}
