package io.streamgauge.store.backfill;

import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Rows in a file beside the wanted one, whose place it takes at the end; closed before it is finished, it is deleted. */
final class StagedFeatureSink implements FeatureSink {

    private static final String SUFFIX = ".partial";

    private final Path wanted;
    private final Path staged;
    private final FeatureSink rows;
    private boolean finished;
    private boolean closed;

    private StagedFeatureSink(Path wanted, Path staged, FeatureSink rows) {
        this.wanted = wanted;
        this.staged = staged;
        this.rows = rows;
    }

    /** Opens a file for rows. */
    interface Opening {
        FeatureSink open(Path file) throws IOException;
    }

    /**
     * Rows to be found in a file, once finished. What is no regular file, such as a pipe, cannot be replaced, and is
     * written to at once.
     */
    static FeatureSink of(Path wanted, Opening opening) throws IOException {
        if (Files.exists(wanted) && !Files.isRegularFile(wanted)) {
            return opening.open(wanted);
        }
        Path place = Files.exists(wanted) ? wanted.toRealPath() : wanted;
        Path staged = place.resolveSibling(place.getFileName() + SUFFIX);
        return new StagedFeatureSink(place, staged, opening.open(staged));
    }

    @Override
    public void write(String id, long timeMs, FeatureValues vector) throws IOException {
        rows.write(id, timeMs, vector);
    }

    @Override
    public void finish() throws IOException {
        rows.finish();
        finished = true;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            rows.close();
            if (finished) {
                Files.move(staged, wanted, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(staged);
        }
    }
}
