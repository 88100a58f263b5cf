package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.StopSignal;
import io.streamgauge.store.backfill.Progress;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/**
 * A command's long work on files, which Ctrl-C ends where it next tells its progress: it takes away what it has made so far, and the
 * process ends once that is done. It is opened before what it may leave behind, and so closed after it.
 */
final class StoppableWork implements AutoCloseable {

    private final PrintWriter err;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final StopSignal stop = StopSignal.install();

    StoppableWork(PrintWriter err) {
        this.err = err;
        stop.closing(this::awaitEnd);
    }

    /** A progress that ends the work when it is to stop. */
    Progress watched(Progress progress) {
        return (phase, done, of) -> {
            if (stop.stopping()) {
                throw new CommandFailedException("stopped");
            }
            progress.report(phase, done, of);
        };
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        boolean stopping = stop.stopping();
        if (stopping) {
            err.println("streamgauge: stopped; nothing is left behind");
            err.flush();
        }
        ended.countDown();
        if (stopping) {
            neverEnd(); // the signal ends the process, and nothing more is to be said
        }
    }

    private static void neverEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
