package io.streamgauge.scoring;

import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads each new revision of the deployments on a thread of its own, and offers it to the tasks once all its models are
 * loaded and warm. Until then, and for as long as one of them cannot be loaded, the revision before goes on: what fails is
 * told and tried again, at first after a second, then less often.
 */
public final class RolloutLoader implements Rollout, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutLoader.class);
    private static final long FIRST_RETRY_MS = 1_000;
    private static final long LAST_RETRY_MS = 60_000;
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);

    private final EventScoring document;
    private final Duration knownWithin;
    private final LoadedModels models;
    private final DeploymentHistory history = new DeploymentHistory();
    private final Thread thread = new Thread(this::run, "model-loader");
    private volatile ReadyDeployment newest;
    private long failed;
    private String failure = "";
    private boolean closed;

    /** @param document the model of the pipeline document, which stays its owner's to close: revision 0 */
    public RolloutLoader(EventScoring document, ModelSource source) {
        this(document, source, KNOWN_WITHIN);
    }

    /** @param knownWithin for how long a task waits, in all, for the revision that it resumes */
    RolloutLoader(EventScoring document, ModelSource source, Duration knownWithin) {
        this.knownWithin = knownWithin;
        this.document = document;
        this.models = new LoadedModels(source, document.vector());
        this.newest = ReadyDeployment.ofDocument(document);
        thread.setDaemon(true);
    }

    /** Begins to load. */
    public RolloutLoader start() {
        thread.start();
        return this;
    }

    /**
     * Takes the next record of the control topic.
     *
     * @return why it is not accepted; empty when it is
     */
    public synchronized Optional<String> offer(ModelDeployment next) {
        Optional<String> refused = history.offer(next);
        if (refused.isEmpty()) {
            notifyAll();
        }
        return refused;
    }

    /** Returns once the newest revision is loaded, or was tried and failed, or the time is over. */
    public synchronized void await(Duration patience) throws InterruptedException {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (pending() && !closed) {
            long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return;
            }
            wait(leftMs);
        }
    }

    private boolean pending() {
        long wanted = history.newestRevision();
        return wanted > newest.revision() && failed < wanted;
    }

    /** The newest revision accepted, loaded or not. */
    public synchronized Optional<ModelDeployment> accepted() {
        return history.newest();
    }

    /** Why the newest revision is not loaded; empty when it is, or was not tried yet. */
    public synchronized Optional<String> failure() {
        return failed == history.newestRevision() && failed > newest.revision()
                ? Optional.of(failure)
                : Optional.empty();
    }

    @Override
    public ReadyDeployment newest() {
        return newest;
    }

    private void run() {
        long retryMs = FIRST_RETRY_MS;
        for (ModelDeployment next = next(0); next != null; next = next(retryMs)) {
            ModelFetches fetches = new ModelFetches(models);
            try {
                serve(load(next, fetches));
                retryMs = FIRST_RETRY_MS;
                LOG.info("revision {} of the deployments is loaded", next.getRevision());
            } catch (BadModelException e) {
                retryMs = failed == next.getRevision() ? Math.min(2 * retryMs, LAST_RETRY_MS) : FIRST_RETRY_MS;
                told(next.getRevision(), e);
                lastGood(next.getRevision(), fetches);
            }
        }
    }

    /** After a start the revision that was in force before may not be loaded yet. */
    private void lastGood(long bad, ModelFetches fetches) {
        for (long revision = before(bad); revision > newest.revision(); revision = before(revision)) {
            try {
                serve(load(known(revision), fetches));
                LOG.info("revision {} of the deployments is loaded", revision);
                return;
            } catch (BadModelException e) {
                LOG.warn("nor can revision {}: {}", revision, e.getMessage());
            }
        }
    }

    /** Any failure is the revision's, whose models may be at fault: it must not end the thread that loads the next. */
    private ReadyDeployment load(ModelDeployment deployment, ModelFetches fetches) throws BadModelException {
        try {
            return ReadyDeployment.load(deployment, document, fetches);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            throw new BadModelException(e.toString(), e);
        }
    }

    private synchronized long before(long revision) {
        return history.before(revision);
    }

    /** The revision to load; null when closed. One that has failed waits, for as long as no newer one comes. */
    private synchronized @Nullable ModelDeployment next(long retryMs) {
        try {
            long deadlineNs = System.nanoTime() + retryMs * 1_000_000;
            while (!closed) {
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                ModelDeployment wanted = history.newest()
                        .filter(accepted -> accepted.getRevision() > newest.revision())
                        .orElse(null);
                if (wanted == null) {
                    wait();
                } else if (failed != wanted.getRevision() || leftMs <= 0) {
                    return wanted;
                } else {
                    wait(leftMs);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private synchronized void serve(ReadyDeployment ready) {
        if (closed) {
            ready.close();
            return;
        }
        ReadyDeployment old = newest;
        newest = ready;
        notifyAll();
        try {
            old.close();
        } catch (RuntimeException e) {
            LOG.warn("the models of revision {} cannot be closed", old.revision(), e);
        }
    }

    private synchronized void told(long revision, Exception e) {
        String message = String.valueOf(e.getMessage());
        if (failed != revision || !failure.equals(message)) {
            LOG.warn(
                    "revision {} of the deployments cannot be loaded, revision {} goes on: {}",
                    revision,
                    newest.revision(),
                    message);
        }
        failed = revision;
        failure = message;
        notifyAll();
    }

    @Override
    public Resumed resume(long revision) {
        Optional<String> reason = Optional.empty();
        long newestKnown = awaitKnown(revision);
        if (newestKnown < revision) {
            reason = Optional.of("revision " + revision
                    + " cannot be loaded: it is not in the control topic, whose newest is revision " + newestKnown);
            LOG.warn("{}", reason.get());
        }
        ModelFetches fetches = new ModelFetches(models);
        for (long wanted = Math.min(revision, newestKnown); wanted > 0; wanted = before(wanted)) {
            try {
                return new Resumed(load(known(wanted), fetches), reason);
            } catch (BadModelException e) {
                if (reason.isEmpty()) {
                    reason = Optional.of("revision " + wanted + " cannot be loaded: " + e.getMessage());
                }
                LOG.warn("revision {} of the deployments cannot be loaded: {}", wanted, e.toString());
            }
        }
        return new Resumed(ReadyDeployment.ofDocument(document), reason);
    }

    /**
     * Waits for a revision that some task has been at: another instance may know of it a moment earlier.
     *
     * @return the newest revision then known
     */
    private synchronized long awaitKnown(long revision) {
        long deadlineNs = System.nanoTime() + knownWithin.toNanos();
        try {
            while (history.newestRevision() < revision && !closed) {
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    break;
                }
                wait(leftMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return history.newestRevision();
    }

    private synchronized ModelDeployment known(long revision) {
        return history.find(revision)
                .orElseThrow(() -> new IllegalArgumentException("there is no revision " + revision));
    }

    /** Models that are loaded for deployments. */
    int loadedModels() {
        return models.size();
    }

    /** Stops to load and gives the models up; tasks go on with what they have. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        newest.close();
    }
}
