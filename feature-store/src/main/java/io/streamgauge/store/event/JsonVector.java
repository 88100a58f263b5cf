package io.streamgauge.store.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A vector as an array of numbers in JSON: in a record, or as the text of a cell. */
final class JsonVector {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonVector() {}

    /**
     * Reads the value the parser stands at into a vector's elements.
     *
     * @throws BadEventException when it is neither null nor an array of as many finite numbers as the vector has elements
     */
    static void read(JsonParser in, Event event, RecordField vector) throws IOException, BadEventException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            Mismatch.setNull(event, vector);
            return;
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw Mismatch.wrongVector(vector, JsonEventReader.seen(in));
        }
        int index = 0;
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            if (token == null || !token.isNumeric()) {
                throw Mismatch.wrongElement(vector, index, JsonEventReader.seen(in));
            }
            Mismatch.setElement(event, vector, index++, in.getDoubleValue());
        }
        if (index != vector.elements()) {
            throw Mismatch.wrongLength(vector, index);
        }
    }

    /**
     * Reads a cell; an empty one is null.
     *
     * @throws IllegalArgumentException when it is no such array; the message says what was seen and what is allowed
     */
    static void readCell(String cell, Event event, RecordField vector) {
        if (cell.isBlank()) {
            Mismatch.setNull(event, vector);
            return;
        }
        try (JsonParser in = JSON.createParser(cell)) {
            in.nextToken();
            read(in, event, vector);
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("something follows the array of " + vector.vectorType());
            }
        } catch (BadEventException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "'" + cell + "' is no " + vector.vectorType() + "; allowed: an array of " + vector.elements()
                            + " numbers such as [0.1, 0.2], or an empty cell",
                    e);
        }
    }
}
