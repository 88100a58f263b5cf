package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the program is started from before an upgrade: an earlier version as {@code chaos.before} names it, or else copies of the
 * present one in another folder.
 *
 * @param name for the table
 */
record EarlierVersion(String name, String classPath) {

    /** @param scratch where copies go */
    static EarlierVersion of(Path scratch) throws IOException {
        Path built = ChaosSettings.before();
        return built == null
                ? new EarlierVersion("copies of the same files", copied(System.getProperty("java.class.path"), scratch))
                : new EarlierVersion("an earlier version", built(built));
    }

    private static String built(Path folder) {
        Path jar = folder.resolve("streamgauge.jar");
        assertThat(jar).as("the jar of the version before").isRegularFile();
        assertThat(folder.resolve("lib")).as("its libraries").isDirectory();
        return jar + File.pathSeparator + folder.resolve("lib") + File.separator + "*";
    }

    /** Copies of our own classes and jars instead of those; what others made stays where it is. */
    private static String copied(String classPath, Path into) throws IOException {
        List<String> all = new ArrayList<>();
        int copies = 0;
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            String name = String.valueOf(from.getFileName());
            Path to = into.resolve(copies + "-" + name);
            if (Files.isDirectory(from)) {
                copyFolder(from, to);
            } else if (name.startsWith("streamgauge") && Files.exists(from)) {
                Files.createDirectories(into);
                Files.copy(from, to);
            } else {
                all.add(entry);
                continue;
            }
            copies++;
            all.add(to.toString());
        }
        assertThat(copies).isPositive();
        return String.join(File.pathSeparator, all);
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
