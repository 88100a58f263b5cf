package io.streamgauge.store.definition;

import io.streamgauge.store.event.EventSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A topic of events, or a table: a topic whose records are rows, each in place of the row before it of the same key; a null
 * value deletes the key's row.
 *
 * @param name name in the pipeline, e.g. {@code transactions}
 * @param topic Kafka topic
 * @param format how values are written
 * @param schema declared fields
 * @param idField field that identifies an event; empty for a table, whose rows their place in the topic identifies
 * @param timeField field that holds event time; of type TIMESTAMP. Empty for a table whose rows have the time of their
 *     Kafka record
 * @param lateness how far behind the greatest event time of its partition an event may be and still count;
 *     of a table no row is late: so long a deletion is remembered, and a row may correct what was read before it
 * @param maxAhead how far event time may be ahead of the record's own Kafka timestamp; an event further ahead would make
 *     all that follow it late
 * @param keyField field whose text is the record key, so that one entity's events share a partition; empty when the key
 *     is anything
 * @param expectations expressions every event must satisfy, e.g. {@code amount >= 0.0}
 * @param csv how rows of a file become events, for replay and backfill
 */
public record SourceDefinition(
        String name,
        String topic,
        Format format,
        EventSchema schema,
        String idField,
        String timeField,
        Duration lateness,
        Duration maxAhead,
        Optional<String> keyField,
        List<String> expectations,
        CsvMapping csv) {

    /** The word for {@link #timeField} that means the time of the Kafka record. */
    public static final String RECORD_TIME = "record";

    /** Whether its records are rows of a table. */
    public boolean table() {
        return idField.isEmpty();
    }

    /** Whether an event's time is that of its Kafka record. */
    public boolean timeOfRecord() {
        return timeField.isEmpty();
    }

    /** How values are written: Avro in Confluent wire format, or a JSON object. */
    public enum Format {
        AVRO,
        JSON
    }
}
