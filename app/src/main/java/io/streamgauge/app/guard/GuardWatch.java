package io.streamgauge.app.guard;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.GuardedVariant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the predictions of guarded variants back, judges them, and takes a variant back that does not keep a guard: as the
 * next revision in the control topic, which comes into force like any other.
 *
 * <p>Every instance of a pipeline judges for itself. What it publishes is based on the revision that it has judged, and a record
 * based on another than the newest is not accepted by anybody. So of several instances one takes the variant back, a deployment
 * that came meanwhile is never undone, and an instance that is killed between judging and publishing, or does not know whether
 * its record was accepted, judges again, from the same predictions: it keeps nothing of its own.
 */
public final class GuardWatch implements AutoCloseable {

    /** Author of the revisions it makes. */
    public static final String AUTHOR = "guard";

    private static final Logger LOG = LoggerFactory.getLogger(GuardWatch.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long JUDGE_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long RETRY_MS = 1_000;
    private static final long LAST_RETRY_MS = 30_000;

    private final Cluster cluster;
    private final String pipeline;
    private final DeploymentHistory history = new DeploymentHistory();
    private final Thread thread = new Thread(this::run, "guards");
    private @Nullable PredictionTail tail;
    private volatile List<GuardReading> readings = List.of();
    private boolean closed;

    public GuardWatch(Cluster cluster, String pipeline) {
        this.cluster = cluster;
        this.pipeline = pipeline;
        thread.setDaemon(true);
    }

    /** Begins to judge. */
    public GuardWatch start() {
        thread.start();
        return this;
    }

    /** Takes the next record of the control topic. */
    public synchronized void offer(ModelDeployment next) {
        if (history.offer(next).isEmpty()) {
            notifyAll();
        }
    }

    /** What the guards of the newest revision saw last; none where nothing is guarded. */
    public List<GuardReading> readings() {
        return readings;
    }

    /** The newest revision accepted; empty when nothing was deployed. */
    public synchronized Optional<ModelDeployment> newest() {
        return history.newest();
    }

    /** What is to be judged: the guarded variants of one revision. */
    private record Duty(ModelDeployment revision, List<GuardedVariant> variants) {}

    private void run() {
        try {
            for (Duty duty = next(); duty != null; duty = next()) {
                try {
                    judge(duty);
                } catch (WakeupException e) {
                    LOG.debug("asked to stop");
                } catch (RuntimeException e) {
                    LOG.warn("the guards of pipeline {} cannot be judged, trying again: {}", pipeline, e.toString());
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a revision with guards; null when closed. */
    private synchronized @Nullable Duty next() throws InterruptedException {
        while (!closed) {
            List<GuardedVariant> variants = GuardedVariant.of(history);
            if (!variants.isEmpty()) {
                return new Duty(history.newest().orElseThrow(), variants);
            }
            readings = List.of();
            wait();
        }
        return null;
    }

    private synchronized void pause() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
        for (long leftMs = RETRY_MS;
                !closed && leftMs > 0;
                leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())) {
            wait(leftMs);
        }
    }

    private synchronized boolean stillOn(Duty duty) {
        return !closed && history.newestRevision() == duty.revision().getRevision();
    }

    /** Judges until there is another revision. */
    private void judge(Duty duty) throws InterruptedException {
        GuardedPredictions guarded = new GuardedPredictions(duty.variants());
        try (PredictionTail predictions = new PredictionTail(cluster, pipeline, duty.revision(), duty.variants())) {
            reading(predictions);
            readings = guarded.readings();
            boolean[] any = {true};
            boolean caughtUp = false;
            long retryMs = RETRY_MS;
            long nextNs = System.nanoTime();
            while (stillOn(duty)) {
                predictions.poll(POLL, prediction -> any[0] |= guarded.add(prediction));
                boolean now = predictions.caughtUp();
                any[0] |= now && !caughtUp;
                caughtUp |= now;
                if (any[0] && System.nanoTime() - nextNs >= 0) {
                    List<GuardReading> all = guarded.readings();
                    readings = all;
                    // Before all of the past is read, only samples that are full are those that a guard would have seen
                    // then.
                    boolean broken = judged(duty, caughtUp ? all : guarded.readings(false));
                    any[0] = broken;
                    nextNs = System.nanoTime() + (broken ? TimeUnit.MILLISECONDS.toNanos(retryMs) : JUDGE_EVERY_NS);
                    retryMs = broken ? Math.min(2 * retryMs, LAST_RETRY_MS) : RETRY_MS;
                }
            }
        } finally {
            reading(null);
        }
    }

    private synchronized void reading(@Nullable PredictionTail predictions) {
        tail = predictions;
        if (closed && predictions != null) {
            predictions.wakeup();
        }
    }

    /**
     * Takes the first variant back that is broken and can be, and tells whether any was broken. A champion that has none to give
     * way to keeps no candidate in service that is broken too.
     */
    private boolean judged(Duty duty, List<GuardReading> seen) {
        List<GuardReading> broken = seen.stream().filter(GuardReading::broken).toList();
        for (GuardReading reading : broken) {
            if (takeBack(duty.revision().getRevision(), reading)) {
                break;
            }
        }
        return !broken.isEmpty();
    }

    /** Publishes, based on the judged revision or not at all; tells whether it did. */
    private boolean takeBack(long judged, GuardReading broken) {
        try (Deployments deployments = new Deployments(cluster, pipeline)) {
            ModelDeployment made = deployments.publish(AUTHOR, broken.text(), (accepted, next) -> {
                if (accepted.newestRevision() != judged) {
                    throw new DeploymentException("revision " + accepted.newestRevision() + " came meanwhile");
                }
                return next.takeBack(broken.breach());
            });
            LOG.warn("revision {} of the deployments: {}: {}", made.getRevision(), made.getAction(), broken.text());
            return true;
        } catch (DeploymentException e) {
            LOG.info("{}; it is not taken back: {}", broken.text(), e.getMessage());
            return false;
        } catch (CommandFailedException e) {
            LOG.warn("{}; it is not taken back, trying again: {}", broken.text(), e.getMessage());
            return true; // perhaps it was; whatever comes next is based on what is then the newest
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (tail != null) {
                tail.wakeup();
            }
            notifyAll();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
