package io.streamgauge.store.backfill.training;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** Where the rows of a training set go. */
public interface TrainingRows extends Closeable {

    /** All columns, once, before the first row. */
    void begin(TrainingColumns columns) throws IOException;

    /** A row. */
    void write(TrainingRow row) throws IOException;

    /**
     * All rows are written.
     *
     * @param provenance where they come from, by key
     */
    void finish(Map<String, String> provenance) throws IOException;
}
