package io.streamgauge.app.demo;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.run.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The data directory as the demonstration sees it: emptied when asked to, filled from one world only. */
final class DemoDirectory {

    private static final String LOCK = "lock";

    private DemoDirectory() {}

    /**
     * Removes everything in the directory.
     *
     * @throws WrongUsageException when it holds files and none of them says that it is a data directory
     */
    static void clean(Path directory) {
        if (!Files.isDirectory(directory) || isEmpty(directory)) {
            return;
        }
        if (!Files.exists(directory.resolve(LOCK))) {
            throw new WrongUsageException(directory + " does not look like a data directory of ours, so --clean leaves"
                    + " it alone; choose another with --data-dir");
        }
        try (DataDirectory held = DataDirectory.take(directory)) {
            Files.walkFileTree(held.path(), new Remover(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + directory, e);
        }
    }

    /**
     * The world to go on with, kept for the next start.
     *
     * @throws WrongUsageException when the directory was filled from another than the one asked for
     */
    static DemoWorld world(DemoOptions options, Path directory) {
        DemoWorld kept = DemoWorld.read(directory).orElse(null);
        long seed = options.seed().orElse(kept == null ? DemoWorld.DEFAULT_SEED : kept.seed());
        OptionalInt shift = options.shift()
                .map(DemoOptions.Shift::day)
                .orElse(kept == null ? OptionalInt.of(DemoWorld.DEFAULT_SHIFT_DAY) : kept.shiftDay());
        DemoWorld wanted = new DemoWorld(seed, shift);
        if (kept != null && !kept.equals(wanted)) {
            throw new WrongUsageException(directory + " was filled with seed " + kept.seed() + " and shift day "
                    + kept.shiftText() + ", not with seed " + wanted.seed() + " and shift day " + wanted.shiftText()
                    + "; start anew with --clean, or choose another --data-dir");
        }
        return wanted;
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {

        private final Path root;

        Remover(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!file.equals(root.resolve(LOCK))) {
                Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (!folder.equals(root)) {
                Files.delete(folder);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
