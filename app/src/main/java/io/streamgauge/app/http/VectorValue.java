package io.streamgauge.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.RecordField;

/** A vector of an event as a request gives it in JSON: a list of as many numbers as it has elements, or null. */
final class VectorValue {

    private VectorValue() {}

    /** @throws IllegalArgumentException when the value does not fit the vector; the message says what does */
    static void put(Event event, RecordField field, JsonNode value) {
        if (value.isNull()) {
            for (int i = field.first(); i < field.end(); i++) {
                event.setNull(i);
            }
            return;
        }
        if (!value.isArray() || value.size() != field.elements()) {
            throw new IllegalArgumentException("'" + field.name() + "' is "
                    + (value.isArray() ? "a list of " + value.size() : value.toString()) + "; allowed: a list of "
                    + field.elements() + " numbers");
        }
        for (int i = 0; i < field.elements(); i++) {
            FieldValue.put(event, field.first() + i, value.get(i));
        }
    }
}
