package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvEvents;
import io.streamgauge.store.event.CsvException;
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
            while (rows.hasNext()) {
                read(rows, events);
            }
        }
    };

    private static void read(CsvEvents rows, Rows events) {
        Event event;
        try {
            event = rows.next();
        } catch (CsvException e) {
            events.refuse(String.valueOf(e.getMessage()));
            return;
        }
        events.accept(event);
    }

    /** Takes the rows of a file, in file order. */
    @FunctionalInterface
    interface Rows extends Consumer<Event> {

        /** A row that is no event; the message says where it stands and why. Throws it as a {@link CsvException} unless overridden. */
        default void refuse(String why) {
            throw new CsvException(why);
        }
    }

    /**
     * Reads a file from its first to its last row.
     *
     * @param source the source whose events the rows are
     * @param events takes each event, and keeps none of them, for the next may be the same object; and the rows that are no event
     * @throws IOException when the file cannot be read
     */
    void read(SourceDefinition source, Path file, Rows events) throws IOException;
}
