package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.http.DriftJobView;
import io.streamgauge.drift.DriftJobCounts;
import io.streamgauge.drift.DriftJobStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drift job in one of the processes that share its directory. Whoever holds the directory's lock runs it; the others wait,
 * and one of them goes on from its newest checkpoint when the lock is free. The lock stays until the job has stopped, or its
 * process has ended, so no two jobs ever write beside each other. Thread-safe.
 */
final class DriftTurn implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriftTurn.class);
    private static final long LOOK_MS = 500;

    private final Path directory;
    private final Starter starter;
    private @Nullable Thread waiting;
    private volatile @Nullable DirectoryLock lock;
    private volatile @Nullable Job job;

    /** A job that runs. */
    interface Job extends AutoCloseable {
        DriftJobStatus status();

        /** How often it began anew after a failure. */
        long restarts();

        /** What it has counted in this process. */
        DriftJobCounts counts();

        @Override
        void close();
    }

    /** Starts the job and returns once it runs; an interrupt leaves nothing behind. */
    interface Starter {
        Job start() throws InterruptedException;
    }

    private DriftTurn(Path directory, Starter starter) {
        this.directory = directory;
        this.starter = starter;
    }

    /**
     * Runs the job if it is nobody else's, else waits for its turn and returns at once.
     *
     * @param directory where the job keeps its checkpoints
     * @param failed told when the job does not start later
     * @throws CommandFailedException when it does not start now
     */
    static DriftTurn take(Path directory, Starter starter, Consumer<Throwable> failed) throws InterruptedException {
        DriftTurn turn = new DriftTurn(directory, starter);
        if (!turn.ran()) {
            LOG.info(
                    "the drift job runs elsewhere: {} is in use{}; this instance takes over when that one goes",
                    directory,
                    DirectoryLock.holder(directory));
            turn.waitFor(failed);
        }
        return turn;
    }

    private boolean ran() throws InterruptedException {
        Optional<DirectoryLock> taken;
        try {
            taken = DirectoryLock.tryTake(directory);
        } catch (IOException e) {
            throw new CommandFailedException("cannot use the drift job's directory " + directory + ": " + e, e);
        }
        if (taken.isEmpty()) {
            return false;
        }
        try {
            job = starter.start();
            lock = taken.get();
            return true;
        } finally {
            if (lock == null) {
                taken.get().close();
            }
        }
    }

    private void waitFor(Consumer<Throwable> failed) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!ran()) {
                            Thread.sleep(LOOK_MS);
                        }
                        LOG.info("the drift job goes on here, from {}", directory);
                    } catch (InterruptedException e) {
                        LOG.debug("nobody waits for the drift job any more", e);
                    } catch (RuntimeException e) {
                        failed.accept(e);
                    }
                },
                "drift-turn");
        thread.setDaemon(true);
        waiting = thread;
        thread.start();
    }

    /** How the job is doing; empty while another process has it. */
    Optional<DriftJobStatus> status() {
        Job running = job;
        return running == null ? Optional.empty() : Optional.of(running.status());
    }

    /** What this process does about the job, for the status. */
    DriftJobView view() {
        return status().map(status -> view(status, counts()))
                .orElseGet(() -> DriftJobView.without(
                        DriftJobView.State.WAITING,
                        directory + " is in use" + DirectoryLock.holder(directory)
                                + "; this instance takes over when that one goes"));
    }

    private static DriftJobView view(DriftJobStatus status, DriftJobCounts counts) {
        String reason = switch (status.state()) {
            case STARTING -> "not all of its tasks run yet";
            case RUNNING -> null;
            case RESTARTING -> "it failed and is on its way up again";
            case FAILED -> status.failure();
            case STOPPED -> "it was stopped";
        };
        return new DriftJobView(
                DriftJobView.State.valueOf(status.state().name()),
                reason,
                counts.latePredictions(),
                counts.incompleteWindows());
    }

    /** How often the job began anew after a failure, in this process. */
    long restarts() {
        Job running = job;
        return running == null ? 0 : running.restarts();
    }

    /** What the job has counted, in this process. */
    DriftJobCounts counts() {
        Job running = job;
        return running == null ? DriftJobCounts.NONE : running.counts();
    }

    @Override
    public void close() {
        Thread thread = waiting;
        if (thread != null) {
            thread.interrupt();
            ended(thread);
        }
        Job running = job;
        if (running != null) {
            running.close();
        }
        DirectoryLock held = lock;
        if (held != null) {
            held.close();
        }
    }

    private static void ended(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
