package io.streamgauge.examples;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of this repository are, whatever folder a test is started from. */
public final class Repository {

    private Repository() {}

    /** The folder {@code examples}. */
    public static Path examples() {
        return root().resolve("examples");
    }

    /** The folder of sample streams beside the repository; may be absent. */
    static Path sharedData() {
        return root().resolveSibling("shared").resolve("data");
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("examples").resolve("pom.xml"))) {
            folder = java.util.Objects.requireNonNull(folder.getParent(), "not inside the repository");
        }
        return folder;
    }
}
