package io.streamgauge.drift;

import java.nio.file.Path;
import java.util.Optional;

/** Finds what to restore from in a local directory. */
public final class Checkpoints {

    private Checkpoints() {}

    /** The checkpoint completed last, by whichever job wrote to the directory; empty when there is none. */
    public static Optional<Path> newest(Path directory) {
        return RetainedCheckpoints.newest(directory.toUri()).map(Path::of);
    }
}
