package io.streamgauge.store.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object per record: declared fields by name, the rest skipped.
 *
 * <pre>
 * declared    allowed in the record
 * string      string
 * long        whole number within 64 bits, written without fraction or exponent
 * double      number
 * boolean     true, false
 * timestamp   whole number of milliseconds since 1970 UTC, or ISO-8601 with zone: "2018-04-01T00:00:31Z"
 * vector(n)   array of n numbers
 * </pre>
 */
public final class JsonEventReader implements EventReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final EventSchema schema;
    private final EventIdentity identity;

    public JsonEventReader(SourceDefinition source) {
        this.schema = source.schema();
        this.identity = new EventIdentity(source);
    }

    @Override
    public Event read(byte @Nullable [] value) throws BadEventException {
        if (value == null) {
            throw new BadEventException(BadEventException.Cause.NOT_JSON, "the record's value is null");
        }
        Event event = new Event(schema);
        try (JsonParser in = JSON.createParser(value)) {
            object(in, event, value);
            if (in.nextToken() != null) {
                throw new BadEventException(
                        BadEventException.Cause.NOT_JSON, "something follows the JSON object; allowed: one object");
            }
        } catch (IOException e) {
            throw new BadEventException(
                    BadEventException.Cause.NOT_JSON, "the bytes are no JSON: " + firstLine(e.getMessage()));
        }
        return identity.identify(event);
    }

    private void object(JsonParser in, Event event, byte[] value) throws IOException, BadEventException {
        JsonToken first = in.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new BadEventException(
                    BadEventException.Cause.NOT_JSON, "the value is " + shown(first) + "; allowed: a JSON object");
        }
        BitSet seen = new BitSet(schema.size());
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            RecordField field = schema.recordField(name).orElse(null);
            JsonToken token = in.nextToken();
            if (field == null) {
                in.skipChildren();
                continue;
            }
            seen.set(field.first(), field.end());
            if (field.isVector()) {
                JsonVector.read(in, event, field);
            } else {
                field(in, token, event, field.first());
            }
        }
        int absent = seen.nextClearBit(0);
        if (absent < schema.size()) {
            throw Mismatch.absent(
                    schema.recordFields().stream()
                            .filter(field -> absent < field.end())
                            .findFirst()
                            .orElseThrow(),
                    String.join(", ", names(value)));
        }
    }

    /** The names in an object that was read once already; for a message, so that good records do not pay for it. */
    private static List<String> names(byte[] value) throws IOException {
        List<String> names = new ArrayList<>();
        try (JsonParser in = JSON.createParser(value)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                names.add(name);
                in.nextToken();
                in.skipChildren();
            }
        }
        return names;
    }

    private void field(JsonParser in, JsonToken token, Event event, int index) throws IOException, BadEventException {
        if (token == JsonToken.VALUE_NULL) {
            event.setNull(index);
            return;
        }
        switch (schema.typeAt(index)) {
            case STRING -> {
                require(token == JsonToken.VALUE_STRING, in, index, "string");
                event.setText(index, WholeText.of(in.getText()));
            }
            case LONG -> event.setLong(index, wholeNumber(in, token, index, "whole number within 64 bits"));
            case DOUBLE -> {
                require(token.isNumeric(), in, index, "number");
                Mismatch.setDouble(event, index, in.getDoubleValue());
            }
            case BOOLEAN -> {
                require(token.isBoolean(), in, index, "true, false");
                event.setBoolean(index, token == JsonToken.VALUE_TRUE);
            }
            case TIMESTAMP -> event.setLong(index, timestamp(in, token, index));
        }
    }

    private long wholeNumber(JsonParser in, JsonToken token, int index, String allowed)
            throws IOException, BadEventException {
        require(token == JsonToken.VALUE_NUMBER_INT, in, index, allowed);
        try {
            return in.getLongValue();
        } catch (InputCoercionException e) {
            throw Mismatch.wrongType(schema.fields().get(index), in.getText(), allowed);
        }
    }

    private long timestamp(JsonParser in, JsonToken token, int index) throws IOException, BadEventException {
        String allowed = "milliseconds since 1970, ISO-8601 with zone such as \"2018-04-01T00:00:31Z\"";
        if (token != JsonToken.VALUE_STRING) {
            return wholeNumber(in, token, index, allowed);
        }
        String text = in.getText();
        try {
            Instant instant = text.endsWith("Z")
                    ? Instant.parse(text)
                    : OffsetDateTime.parse(text).toInstant();
            return instant.toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw Mismatch.wrongType(schema.fields().get(index), "\"" + text + "\"", allowed);
        }
    }

    private void require(boolean fits, JsonParser in, int index, String allowed) throws IOException, BadEventException {
        if (!fits) {
            String seen = seen(in);
            throw Mismatch.wrongType(schema.fields().get(index), seen, allowed);
        }
    }

    /** The value a parser stands at, for a message: a number as written, else what kind it is. */
    static String seen(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        return token != null && token.isNumeric() ? in.getText() : shown(token);
    }

    private static String shown(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> token.name();
        };
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
