package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.store.change.Completeness;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Everything one running pipeline keeps: broker logs, state rows, checkpoints, its own log. Held by one process at a
 * time; the operating system gives the lock up when the process ends, however it ends.
 *
 * <pre>
 * .streamgauge/fraud/
 *   lock             held while running
 *   endpoints.json   where the running instance answers, for replay and tail
 *   views.json       the views that made the state, and since when it is complete
 *   streamgauge.log  the full log, rolled at 20 MB
 *   broker/          the embedded broker's logs
 *   streams/         RocksDB rows
 *   drift/           checkpoints of the drift job
 *   native/          native libraries unpacked once
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {

    /** Where data directories stand unless told otherwise, under the working directory. */
    public static final String DEFAULT_PARENT = ".streamgauge";

    private final Path path;
    private final DirectoryLock lock;

    private DataDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** The directory of a pipeline that was not told another: {@code .streamgauge/<pipeline>}. */
    public static Path defaultFor(String pipeline) {
        return Path.of(DEFAULT_PARENT, pipeline);
    }

    /**
     * Takes a directory, making it when it is not there.
     *
     * @throws CommandFailedException when another process holds it, or it cannot be made
     */
    public static DataDirectory take(Path path) {
        try {
            return new DataDirectory(
                    path,
                    DirectoryLock.tryTake(path)
                            .orElseThrow(() -> new CommandFailedException("the data directory " + path + " is in use"
                                    + DirectoryLock.holder(path)
                                    + "; stop that first, or choose another directory with --data-dir")));
        } catch (IOException e) {
            throw new CommandFailedException("cannot use the data directory " + path + ": " + e, e);
        }
    }

    public Path path() {
        return path;
    }

    public Path broker() {
        return path.resolve("broker");
    }

    public Path streams() {
        return path.resolve("streams");
    }

    public Path drift() {
        return path.resolve("drift");
    }

    public Path natives() {
        return path.resolve("native");
    }

    public Path log() {
        return path.resolve("streamgauge.log");
    }

    /**
     * Since when the features of the state in a directory are complete, whether or not it is in use.
     *
     * @throws WrongUsageException when no pipeline has kept state there
     */
    public static Completeness completeness(Path path) {
        return HeldState.read(path)
                .orElseThrow(() -> new WrongUsageException(
                        "no pipeline has kept state in " + path + "; --data-dir names the directory it runs in"))
                .completeness();
    }

    /** Gives the directory up; its content stays. */
    @Override
    public void close() {
        lock.close();
    }
}
