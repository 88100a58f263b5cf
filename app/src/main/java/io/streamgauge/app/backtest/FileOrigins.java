package io.streamgauge.app.backtest;

import io.streamgauge.store.backfill.PartitionClocks;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvEvents;
import io.streamgauge.store.event.CsvException;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where {@code replay} would put the events of a file: the partition of the record key, and the offsets of a topic that was empty.
 * Asked for some of the events, in file order.
 */
final class FileOrigins implements AutoCloseable {

    private final SourceDefinition source;
    private final CsvEvents events;
    private final PartitionClocks places;
    private final long[] offsets;

    FileOrigins(Path file, SourceDefinition source, int partitions) throws IOException {
        this.source = source;
        this.events = CsvEvents.open(file, source);
        this.places = new PartitionClocks(source, partitions);
        this.offsets = new long[partitions];
    }

    /** Partitions that hold an event. Reads the file until each has one: to its end only where one has none. */
    static Set<Integer> filled(Path file, SourceDefinition source, int partitions) throws IOException {
        Set<Integer> filled = new TreeSet<>();
        PartitionClocks places = new PartitionClocks(source, partitions);
        try (CsvEvents events = CsvEvents.open(file, source)) {
            while (filled.size() < partitions && events.hasNext()) {
                try {
                    filled.add(Math.max(0, places.partitionOf(events.next())));
                } catch (CsvException noEvent) {
                    // replay publishes none
                }
            }
        }
        return filled;
    }

    /** The next event of this id and time. */
    Origin next(String id, long timeMs) {
        while (events.hasNext()) {
            Event event;
            try {
                event = events.next();
            } catch (CsvException e) {
                continue; // no event, so replay publishes none
            }
            // An event without a key may be anywhere.
            int partition = Math.max(0, places.partitionOf(event));
            long offset = offsets[partition]++;
            if (event.timeMs() == timeMs && event.id().equals(id)) {
                return new Origin(source.topic(), partition, offset);
            }
        }
        throw new IllegalStateException("event " + id + " is not in its file any more: was it changed meanwhile?");
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
