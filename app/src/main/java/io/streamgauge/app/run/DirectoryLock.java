package io.streamgauge.app.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory held by one process at a time. The operating system gives it up when the process ends, however it ends. */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes a directory, making it when it is not there; empty when another process, or this one, holds it. */
    static Optional<DirectoryLock> tryTake(Path directory) throws IOException {
        Files.createDirectories(directory);
        // Not truncated on opening: until the lock is ours the file names the process that holds it.
        FileChannel channel = FileChannel.open(
                directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(StandardCharsets.UTF_8.encode(
                Long.toString(ProcessHandle.current().pid())));
        return Optional.of(new DirectoryLock(channel));
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** {@code " by process 17"}; empty when the lock does not say. */
    static String holder(Path directory) {
        try {
            String pid = Files.readString(directory.resolve(FILE)).strip();
            return pid.isEmpty() ? "" : " by process " + pid;
        } catch (IOException e) {
            return "";
        }
    }

    /** Gives the directory up; its content stays. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
