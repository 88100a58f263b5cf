package io.streamgauge.drift;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Finds what to restore from on any file system that Flink knows: {@code <dir>/<job id>/chk-<n>} with a file {@code
 * _metadata}, which Flink writes last.
 */
final class RetainedCheckpoints {

    private static final Pattern NAME = Pattern.compile("chk-(\\d+)");

    private RetainedCheckpoints() {}

    /** The checkpoint completed last, by whichever job wrote to the directory; empty when there is none. */
    static Optional<URI> newest(URI directory) {
        try {
            FileSystem files = FileSystem.get(directory);
            return children(files, new Path(directory))
                    .filter(FileStatus::isDir)
                    .flatMap(job -> children(files, job.getPath()))
                    .flatMap(checkpoint -> complete(files, checkpoint.getPath()))
                    .max(Comparator.comparingLong(Found::completedMs).thenComparingLong(Found::number))
                    .map(found -> found.checkpoint().toUri());
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalStateException("cannot look for checkpoints in " + directory + ": " + e.getMessage(), e);
        }
    }

    private record Found(Path checkpoint, long number, long completedMs) {}

    private static Stream<FileStatus> children(FileSystem files, Path directory) {
        try {
            FileStatus[] children = files.listStatus(directory);
            return children == null ? Stream.empty() : Arrays.stream(children);
        } catch (FileNotFoundException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Found> complete(FileSystem files, Path path) {
        Matcher name = NAME.matcher(path.getName());
        if (!name.matches()) {
            return Stream.empty();
        }
        try {
            long completedMs = files.getFileStatus(new Path(path, "_metadata")).getModificationTime();
            return Stream.of(new Found(path, Long.parseLong(name.group(1)), completedMs));
        } catch (FileNotFoundException e) {
            // Not complete; or a running job has just removed its older checkpoint, and the newest stays.
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
