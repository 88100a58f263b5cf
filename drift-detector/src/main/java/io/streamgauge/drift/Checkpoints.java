package io.streamgauge.drift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what to restore from: {@code <dir>/<job id>/chk-<n>} with a file {@code _metadata}, which Flink writes last. */
public final class Checkpoints {

    private static final Pattern NAME = Pattern.compile("chk-(\\d+)");

    private Checkpoints() {}

    /** The checkpoint completed last, by whichever job wrote to the directory; empty when there is none. */
    public static Optional<Path> newest(Path dir) {
        if (!Files.isDirectory(dir)) {
            return Optional.empty();
        }
        try (Stream<Path> paths = Files.find(dir, 2, (path, attributes) -> attributes.isDirectory())) {
            return paths.flatMap(Checkpoints::complete)
                    .max(Comparator.comparing(Found::completed).thenComparing(Found::number))
                    .map(Found::checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for checkpoints in " + dir, e);
        }
    }

    private record Found(Path checkpoint, long number, FileTime completed) {}

    private static Stream<Found> complete(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        Path metadata = path.resolve("_metadata");
        if (!name.matches() || !Files.exists(metadata)) {
            return Stream.empty();
        }
        try {
            return Stream.of(new Found(path, Long.parseLong(name.group(1)), Files.getLastModifiedTime(metadata)));
        } catch (IOException e) {
            // A running job removes its older checkpoint while we look; the newest stays.
            return Stream.empty();
        }
    }
}
