package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of events named on the command line. */
final class InputFiles {

    private InputFiles() {}

    /**
     * Refuses what is no file that can be read from its beginning to its end.
     *
     * @param option the option that names it
     */
    static void check(String option, Path file) {
        if (Files.notExists(file)) {
            throw new WrongUsageException(option + ": there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw new WrongUsageException(option + ": " + file + " is a directory; expected a CSV file");
        }
        if (!Files.isRegularFile(file)) {
            throw new WrongUsageException(
                    option + ": " + file + " is a pipe or a device; write the rows to a file first, and name that");
        }
        if (!Files.isReadable(file)) {
            throw new WrongUsageException(option + ": no permission to read " + file);
        }
    }
}
