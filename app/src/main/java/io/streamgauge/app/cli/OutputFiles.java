package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import java.nio.file.Files;
import java.nio.file.Path;

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
}
