package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that a command writes. */
final class OutputFiles {

    private OutputFiles() {}

    /**
     * Refuses what cannot be written, before anything is read, which may take a while.
     *
     * @param option the option that names it
     */
    static void check(String option, Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || parent == null) {
            throw new WrongUsageException(option + " " + file + " is a directory; expected a file");
        }
        if (!Files.isDirectory(parent)) {
            throw new WrongUsageException(option + " " + file + ": there is no directory " + parent);
        }
    }

    /** Writes the whole file, or leaves what was there before. */
    static void write(Path file, String text) {
        Path target = file.toAbsolutePath();
        try {
            Path partial = target.resolveSibling(target.getFileName() + ".part");
            try {
                Files.write(partial, text.getBytes(StandardCharsets.UTF_8));
                Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + file + ": " + e, e);
        }
    }
}
