package io.streamgauge.app.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The text of an Avro schema: read, printed in one way, and compared. */
final class AvroText {

    private static final ObjectMapper SORTED =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private AvroText() {}

    /** The schema, once it is known to be one. */
    static Schema parse(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw RegistryException.invalidSchema(e.getMessage() + " in " + text);
        }
    }

    /** Whether two texts are one schema; {@code normalize} overlooks the order of attributes. */
    static boolean same(String a, String b, boolean normalize) {
        return a.equals(b) || (normalize && sorted(a).equals(sorted(b)));
    }

    private static String sorted(String text) {
        try {
            return SORTED.writeValueAsString(SORTED.readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema that was accepted is no JSON: " + text, e);
        }
    }
}
