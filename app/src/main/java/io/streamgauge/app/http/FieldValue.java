package io.streamgauge.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Field;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/**
 * A field of an event as a request gives it in JSON.
 *
 * <pre>
 * declared    allowed
 * string      string, whole number (its digits)
 * long        whole number within 64 bits, string of one
 * double      number, string of one
 * boolean     true, false
 * timestamp   milliseconds since 1970 UTC, RFC 3339: "2018-04-01T00:00:31Z"
 * any         null
 * </pre>
 */
final class FieldValue {

    private FieldValue() {}

    /** @throws IllegalArgumentException when the value does not fit the field; the message says what does */
    static void put(Event event, int index, JsonNode value) {
        Field field = event.schema().fields().get(index);
        if (value.isNull()) {
            event.setNull(index);
            return;
        }
        boolean fits = switch (field.type()) {
            case STRING -> text(event, index, value);
            case LONG -> whole(event, index, value);
            case DOUBLE -> number(event, index, value);
            case BOOLEAN -> truth(event, index, value);
            case TIMESTAMP -> whole(event, index, value) || moment(event, index, value);
        };
        if (!fits) {
            throw new IllegalArgumentException("'" + field.name() + "' is " + value + "; allowed: " + allowed(field));
        }
    }

    private static String allowed(Field field) {
        return switch (field.type()) {
            case STRING -> "a string";
            case LONG -> "a whole number within 64 bits";
            case DOUBLE -> "a number";
            case BOOLEAN -> "true, false";
            case TIMESTAMP -> "milliseconds since 1970, or RFC 3339 with a zone such as \"2018-04-01T00:00:31Z\"";
        };
    }

    private static boolean text(Event event, int index, JsonNode value) {
        if (value.isTextual() || value.isIntegralNumber()) {
            event.setText(index, value.asText());
            return true;
        }
        return false;
    }

    private static boolean whole(Event event, int index, JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            event.setLong(index, value.longValue());
            return true;
        }
        if (value.isTextual()) {
            try {
                event.setLong(index, Long.parseLong(value.asText()));
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return false;
    }

    private static boolean number(Event event, int index, JsonNode value) {
        try {
            double number = value.isTextual() ? Double.parseDouble(value.asText()) : value.doubleValue();
            if (Double.isFinite(number) && (value.isNumber() || value.isTextual())) {
                event.setDouble(index, number);
                return true;
            }
            return false;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean truth(Event event, int index, JsonNode value) {
        if (value.isBoolean()) {
            event.setBoolean(index, value.booleanValue());
            return true;
        }
        return false;
    }

    private static boolean moment(Event event, int index, JsonNode value) {
        try {
            event.setLong(
                    index, OffsetDateTime.parse(value.asText()).toInstant().toEpochMilli());
            return value.isTextual();
        } catch (DateTimeException e) {
            return false;
        }
    }
}
