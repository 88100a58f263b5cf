package io.streamgauge.stream;

import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.EventReader;
import io.streamgauge.store.event.TableRow;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** Reads a source's records without ever failing: what goes wrong is kept in {@link Received} for the ingest processor. */
final class ReceivedSerde implements Deserializer<Received> {

    /** Kafka Streams shares one deserializer among its threads; a reader serves one. */
    private final ThreadLocal<EventReader> readers;

    private final Optional<TableRow> table;

    private ReceivedSerde(Supplier<EventReader> readers, Optional<TableRow> table) {
        this.table = table;
        this.readers = ThreadLocal.withInitial(readers);
    }

    /** @param table of a source that is one: there a null value is an event too */
    static Serde<Received> of(Supplier<EventReader> readers, Optional<TableRow> table) {
        return Serdes.serdeFrom(
                (topic, received) -> {
                    throw new UnsupportedOperationException("sources are only read");
                },
                new ReceivedSerde(readers, table));
    }

    @Override
    public Received deserialize(String topic, byte @Nullable [] value) {
        if (value == null && table.isPresent()) {
            return Received.event(null, table.get().deletion());
        }
        try {
            return Received.event(value, readers.get().read(value));
        } catch (BadEventException e) {
            return Received.bad(value, e);
        } catch (RuntimeException e) {
            return Received.failure(value, e);
        }
    }
}
