package io.streamgauge.scoring.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Local copies of a store that is elsewhere, by digest. What was used last is kept as long as all copies together stay within a
 * bound; a copy used within the last minute is never taken away, since its user may not have opened it yet.
 */
final class ModelCache {

    private static final Duration IN_USE = Duration.ofMinutes(1);

    private final Path directory;
    private final long maxBytes;

    ModelCache(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    /** The copy of a file, if it is there and whole. */
    Optional<Path> find(String digest) throws IOException {
        Path file = directory.resolve(digest + ".onnx");
        try {
            if (Digests.of(Files.readAllBytes(file)).equals(digest)) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                return Optional.of(file);
            }
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            // not there, or just taken away
        }
        return Optional.empty();
    }

    /** Keeps bytes that have been checked. */
    Path keep(String digest, byte[] bytes) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(digest + ".onnx");
        Path partial = directory.resolve(".writing-" + UUID.randomUUID() + ".part");
        try {
            Files.write(partial, bytes);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        evict();
        return file;
    }

    private record Copy(Path file, long bytes, Instant used) {}

    private void evict() throws IOException {
        List<Copy> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                copies.add(new Copy(
                        file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
            }
        } catch (NoSuchFileException e) {
            // another process takes copies away as well; the next to keep one goes on
            return;
        }
        long kept = copies.stream().mapToLong(Copy::bytes).sum();
        Instant inUseSince = Instant.now().minus(IN_USE);
        copies.sort(Comparator.comparing(Copy::used));
        for (Copy copy : copies) {
            if (kept <= maxBytes || copy.used().isAfter(inUseSince)) {
                return;
            }
            Files.deleteIfExists(copy.file());
            kept -= copy.bytes();
        }
    }
}
