package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.io.SerializedString;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.IntStream;

/** A feature as a reader outside is shown it: by its type, where the vector has numbers and texts alone. */
final class TypedValue {

    /** Up to here every whole number is a double. */
    private static final double EXACT = 0x1p53;

    private static final SerializableString NULL = new SerializedString("null");
    private static final SerializableString TRUE = new SerializedString("true");
    private static final SerializableString FALSE = new SerializedString("false");
    /** Counts are small mostly. */
    private static final SerializableString[] SMALL = IntStream.range(0, 256)
            .mapToObj(number -> new SerializedString(Integer.toString(number)))
            .toArray(SerializableString[]::new);

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

    /** The same without a comma before it and unknown to the writer, for lists that are written in pieces. */
    static void raw(JsonGenerator json, FeatureValues values, int index, FieldType type) throws IOException {
        if (values.isMissing(index)) {
            json.writeRaw(NULL);
            return;
        }
        String text = values.textAt(index);
        double value = values.valueAt(index);
        if (text != null) {
            quoted(json, text);
        } else if (type == FieldType.BOOLEAN && (value == 0 || value == 1)) {
            json.writeRaw(value == 1 ? TRUE : FALSE);
        } else if (type == FieldType.LONG && isWhole(value)) {
            json.writeRaw(
                    value >= 0 && value < SMALL.length
                            ? SMALL[(int) value]
                            : new SerializedString(Long.toString((long) value)));
        } else if (type == FieldType.TIMESTAMP) {
            quoted(json, Instant.ofEpochMilli((long) value).toString());
        } else if (Double.isFinite(value)) {
            json.writeRaw(NumberOutput.toString(value, true));
        } else {
            quoted(json, Double.toString(value));
        }
    }

    private static void quoted(JsonGenerator json, String text) throws IOException {
        json.writeRaw('"');
        char[] escaped = JsonStringEncoder.getInstance().quoteAsString(text);
        json.writeRaw(escaped, 0, escaped.length);
        json.writeRaw('"');
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) <= EXACT;
    }

    private static void truth(JsonGenerator json, double value) throws IOException {
        if (value == 0 || value == 1) {
            json.writeBoolean(value == 1);
        } else {
            json.writeNumber(value);
        }
    }

    private static void whole(JsonGenerator json, double value) throws IOException {
        if (isWhole(value)) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }
}
