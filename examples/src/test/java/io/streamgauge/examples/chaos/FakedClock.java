package io.streamgauge.examples.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock of the day of processes that are started with its environment, as libfaketime shows it to them: what stands in a
 * file is added, and changes take a second to be seen. Clocks that nobody sets, and with them the length of every wait, go
 * on as they do.
 */
final class FakedClock {

    /** Why tests are skipped without it. */
    static final String MISSING = "libfaketime is not installed: it is in Debian's package faketime";

    private static final String LIBRARY = "libfaketimeMT.so.1";

    private final Path library;
    private final Path file;

    private FakedClock(Path library, Path file) {
        this.library = library;
        this.file = file;
        jump(Duration.ZERO);
    }

    /** One that is right so far; empty where the library is not installed. */
    static Optional<FakedClock> in(Path file) {
        return library().map(library -> new FakedClock(library, file));
    }

    private static Optional<Path> library() {
        try (Stream<Path> folders = Stream.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))
                .filter(Files::isDirectory)
                .flatMap(FakedClock::within)) {
            return folders.map(folder -> folder.resolve("faketime").resolve(LIBRARY))
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }

    /** The folder, and those in it, one for each kind of processor on some systems. */
    private static Stream<Path> within(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return Stream.concat(Stream.of(folder), inside.filter(Files::isDirectory).toList().stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process is started with. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // With the fix, as this library calls it, waits of a JVM end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "NO_FAKE_STAT",
                "1");
    }

    /** From now on the clock is so much ahead of the right time, or behind it where that is negative. */
    void jump(Duration ahead) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "s\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
