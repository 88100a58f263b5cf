package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.time.Instant;

/** A feature as a reader outside is shown it: by its type, where the vector has numbers and texts alone. */
final class TypedValue {

    /** Up to here every whole number is a double. */
    private static final double EXACT = 0x1p53;

    private TypedValue() {}

    /**
     * Writes a string for a text, true or false for a boolean of 1 or 0, a whole number, the text of an instant for a timestamp,
     * else a number; null when missing. A default that is no boolean, such as -1, stays a number, as does one that is not whole.
     */
    static void write(JsonGenerator json, FeatureValues values, int index, FieldType type) throws IOException {
        if (values.isMissing(index)) {
            json.writeNull();
            return;
        }
        String text = values.textAt(index);
        if (text != null) {
            json.writeString(text);
            return;
        }
        double value = values.valueAt(index);
        switch (type) {
            case BOOLEAN -> truth(json, value);
            case LONG -> whole(json, value);
            case TIMESTAMP ->
                json.writeString(Instant.ofEpochMilli((long) value).toString());
            default -> json.writeNumber(value);
        }
    }

    private static void truth(JsonGenerator json, double value) throws IOException {
        if (value == 0 || value == 1) {
            json.writeBoolean(value == 1);
        } else {
            json.writeNumber(value);
        }
    }

    private static void whole(JsonGenerator json, double value) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }
}
