package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.StopSignal;
import io.streamgauge.store.backfill.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A command's long work on files, which Ctrl-C ends where it next tells its progress: it takes away what it has made so far, and the
 * process ends once that is done. It is opened before what it may leave behind, and so closed after it. A stop that comes when
 * the result is in its place already finds nothing to end, and says that the result is there.
 */
final class StoppableWork implements AutoCloseable {

    private final PrintWriter err;
    private final Optional<Path> result;
    private final Optional<Version> before;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final BooleanSupplier stopping;
    private final Runnable last;

    /** Which file lies under the result's name. */
    private record Version(@Nullable Object key, FileTime modified, long bytes) {}

    /** Work that leaves no file. */
    StoppableWork(PrintWriter err) {
        this(err, Optional.empty());
    }

    /** @param result the file that the work puts in its place when it is done */
    StoppableWork(PrintWriter err, Path result) {
        this(err, Optional.of(result));
    }

    private StoppableWork(PrintWriter err, Optional<Path> result) {
        this(err, result, StopSignal.install());
    }

    private StoppableWork(PrintWriter err, Optional<Path> result, StopSignal stop) {
        this(err, result, stop::stopping, StoppableWork::neverEnd);
        stop.closing(this::awaitEnd);
    }

    /**
     * @param stopping whether it is to stop
     * @param last what comes after a stop has been told of
     */
    StoppableWork(PrintWriter err, Optional<Path> result, BooleanSupplier stopping, Runnable last) {
        this.err = err;
        this.result = result;
        this.before = result.flatMap(StoppableWork::version);
        this.stopping = stopping;
        this.last = last;
    }

    /** A progress that ends the work when it is to stop. */
    Progress watched(Progress progress) {
        return (phase, done, of) -> {
            if (stopping.getAsBoolean()) {
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
        boolean stopped = stopping.getAsBoolean();
        if (stopped) {
            err.println("streamgauge: stopped; " + left());
            err.flush();
        }
        ended.countDown();
        if (stopped) {
            last.run();
        }
    }

    private String left() {
        Optional<Version> now = result.flatMap(StoppableWork::version);
        return now.isPresent() && !now.equals(before)
                ? "the work was done before, and " + result.orElseThrow() + " is there, whole"
                : "nothing is left behind";
    }

    private static Optional<Version> version(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Version(found.fileKey(), found.lastModifiedTime(), found.size()));
        } catch (IOException e) {
            return Optional.empty(); // there is none, or none that can be looked at
        }
    }

    /** The signal ends the process, and nothing more is to be said. */
    private static void neverEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
