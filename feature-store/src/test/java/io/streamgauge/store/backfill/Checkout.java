package io.streamgauge.store.backfill;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's files lie. */
public final class Checkout {

    private Checkout() {}

    /** The first folder upwards from the module that holds the licence. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no LICENSE above " + Path.of("").toAbsolutePath());
        }
        return folder;
    }
}
