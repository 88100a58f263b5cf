package io.streamgauge.app.demo;

import io.streamgauge.app.generator.Transaction;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;

/** Turns generated transactions into events of a source, field by field as the source declares them. Not thread-safe. */
public final class GeneratedEvents {

    private final SourceDefinition source;
    private final Event event;

    /** @throws IllegalArgumentException when the source declares a field that the generator does not make */
    public GeneratedEvents(SourceDefinition source) {
        this.source = source;
        this.event = new Event(source.schema());
        for (Field field : source.schema().fields()) {
            FieldType made = typeOf(field.name());
            if (made != field.type()) {
                throw new IllegalArgumentException("source " + source.name() + " declares '" + field.name() + "' as "
                        + field.type() + ", but the generator makes it a " + made);
            }
        }
    }

    /** The event; valid until the next call. */
    public Event of(Transaction transaction) {
        event.identify(transaction.id(), transaction.timeMs());
        for (int i = 0; i < source.schema().size(); i++) {
            set(i, source.schema().fields().get(i).name(), transaction);
        }
        return event;
    }

    private void set(int index, String field, Transaction transaction) {
        switch (field) {
            case "transaction_id" -> event.setText(index, transaction.id());
            case "event_time" -> event.setLong(index, transaction.timeMs());
            case "customer_id" -> event.setText(index, transaction.customerId());
            case "terminal_id" -> event.setText(index, transaction.terminalId());
            case "amount" -> event.setDouble(index, transaction.amount());
            case "fraud" -> event.setBoolean(index, transaction.fraud());
            default -> throw new IllegalStateException("no field " + field);
        }
    }

    private FieldType typeOf(String field) {
        return switch (field) {
            case "transaction_id", "customer_id", "terminal_id" -> FieldType.STRING;
            case "event_time" -> FieldType.TIMESTAMP;
            case "amount" -> FieldType.DOUBLE;
            case "fraud" -> FieldType.BOOLEAN;
            default ->
                throw new IllegalArgumentException("source " + source.name() + " declares '" + field
                        + "', which the generator does not make; it makes transaction_id, event_time, customer_id,"
                        + " terminal_id, amount and fraud");
        };
    }
}
