package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvEvents;
import io.streamgauge.store.event.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** How the events of a source come out of a file. */
@FunctionalInterface
public interface EventFiles {

    /** CSV, gzipped or not, mapped as the source declares. */
    EventFiles CSV = (source, file, events) -> {
        try (CsvEvents rows = CsvEvents.open(file, source)) {
            rows.forEachRemaining(events);
        }
    };

    /**
     * Reads a file from its first to its last row.
     *
     * @param source the source whose events the rows are
     * @param events takes each event, in file order; it keeps none of them, the next may be the same object
     * @throws IOException when the file cannot be read
     */
    void read(SourceDefinition source, Path file, Consumer<Event> events) throws IOException;
}
