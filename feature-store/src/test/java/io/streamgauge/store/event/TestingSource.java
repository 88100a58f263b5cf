package io.streamgauge.store.event;

import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.SourceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source with a field of every type, and events of it. */
final class TestingSource {

    static final List<Field> FIELDS = List.of(
            new Field("id", FieldType.STRING),
            new Field("time", FieldType.TIMESTAMP),
            new Field("customer", FieldType.STRING),
            new Field("n", FieldType.LONG),
            new Field("amount", FieldType.DOUBLE),
            new Field("ok", FieldType.BOOLEAN),
            new Field("seen", FieldType.TIMESTAMP));

    static final SourceDefinition SOURCE = with(FIELDS, CsvMapping.PLAIN, Optional.of("customer"), List.of());

    private TestingSource() {}

    static SourceDefinition with(List<Field> fields, CsvMapping csv, Optional<String> key, List<String> expectations) {
        return new SourceDefinition(
                "tx_all",
                "tx-topic",
                SourceDefinition.Format.AVRO,
                new EventSchema(fields),
                "id",
                "time",
                Duration.ZERO,
                Duration.ofDays(1),
                key,
                expectations,
                csv);
    }

    /** An event of {@link #SOURCE}. */
    static Event event(
            String id,
            long timeMs,
            @Nullable String customer,
            @Nullable Long n,
            @Nullable Double amount,
            @Nullable Boolean ok,
            @Nullable Long seenMs) {
        Event event = new Event(SOURCE.schema()).identify(id, timeMs);
        event.setText(0, id);
        event.setLong(1, timeMs);
        event.setText(2, customer);
        if (n != null) {
            event.setLong(3, n);
        }
        if (amount != null) {
            event.setDouble(4, amount);
        }
        if (ok != null) {
            event.setBoolean(5, ok);
        }
        if (seenMs != null) {
            event.setLong(6, seenMs);
        }
        return event;
    }

    /** All that an event says, for comparison: doubles by their bits. */
    static List<Object> facts(Event event) {
        List<Object> facts = new ArrayList<>(List.of(event.id(), event.timeMs()));
        for (int i = 0; i < event.schema().size(); i++) {
            String text = event.textAt(i);
            facts.add(event.isNull(i) ? "null" : text != null ? "'" + text + "'" : (Object) event.longAt(i));
        }
        return facts;
    }
}
