package io.streamgauge.app.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@link Change}s as records of the topic, in the JSON that Confluent's registry writes there; {@code LAST_ID} is ours.
 *
 * <pre>
 * {"keytype":"SCHEMA","subject":"s","version":1,"magic":1}
 *     {"subject":"s","version":1,"id":7,"schema":"...","deleted":false}   or null: gone for good
 * {"keytype":"CONFIG","subject":null,"magic":0}   {"compatibilityLevel":"FULL"}   or null: unset
 * {"keytype":"MODE","subject":"s","magic":0}      {"mode":"READONLY"}             or null: unset
 * {"keytype":"LAST_ID","magic":0}                 {"id":7}
 * </pre>
 */
final class ChangeCodec {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChangeCodec() {}

    /** A record's key and value. */
    @SuppressWarnings("ArrayRecordComponent") // carried to the producer, never compared
    record Entry(byte[] key, byte @Nullable [] value) {}

    static Entry encode(Change change) {
        if (change instanceof Change.Put put) {
            Version version = put.version();
            return entry(schemaKey(version.subject(), version.version()), schemaValue(version));
        }
        if (change instanceof Change.Erase erase) {
            return entry(schemaKey(erase.subject(), erase.version()), null);
        }
        if (change instanceof Change.SetLevel set) {
            Level level = set.level();
            ObjectNode value = level == null ? null : JSON.createObjectNode().put("compatibilityLevel", level.name());
            return entry(settingKey("CONFIG", set.subject()), value);
        }
        if (change instanceof Change.SetMode set) {
            Mode mode = set.mode();
            ObjectNode value = mode == null ? null : JSON.createObjectNode().put("mode", mode.name());
            return entry(settingKey("MODE", set.subject()), value);
        }
        int id = ((Change.LastId) change).id();
        return entry(key("LAST_ID").put("magic", 0), JSON.createObjectNode().put("id", id));
    }

    /** The change in a record. */
    static Change decode(byte[] key, byte @Nullable [] value) {
        try {
            JsonNode k = JSON.readTree(key);
            JsonNode v = value == null ? JSON.nullNode() : JSON.readTree(value);
            return switch (k.path("keytype").asText()) {
                case "SCHEMA" -> schema(k, v);
                case "CONFIG" -> new Change.SetLevel(subject(k), level(v));
                case "MODE" -> new Change.SetMode(subject(k), mode(v));
                case "LAST_ID" -> new Change.LastId(v.path("id").asInt());
                default -> throw unreadable(key, null);
            };
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(key, e);
        }
    }

    private static Change schema(JsonNode key, JsonNode value) {
        String subject = key.path("subject").asText();
        int version = key.path("version").asInt();
        return value.isNull()
                ? new Change.Erase(subject, version)
                : new Change.Put(new Version(
                        subject,
                        version,
                        value.path("id").asInt(),
                        value.path("schema").asText(),
                        value.path("deleted").asBoolean()));
    }

    private static @Nullable Level level(JsonNode value) {
        return value.isNull()
                ? null
                : Level.valueOf(value.path("compatibilityLevel").asText());
    }

    private static @Nullable Mode mode(JsonNode value) {
        return value.isNull() ? null : Mode.valueOf(value.path("mode").asText());
    }

    private static String subject(JsonNode key) {
        return key.path("subject").isTextual() ? key.path("subject").asText() : Change.GLOBAL;
    }

    private static ObjectNode key(String type) {
        return JSON.createObjectNode().put("keytype", type);
    }

    private static ObjectNode schemaKey(String subject, int version) {
        return key("SCHEMA").put("subject", subject).put("version", version).put("magic", 1);
    }

    private static ObjectNode settingKey(String type, String subject) {
        ObjectNode key = key(type);
        if (subject.equals(Change.GLOBAL)) {
            key.putNull("subject");
        } else {
            key.put("subject", subject);
        }
        return key.put("magic", 0);
    }

    private static ObjectNode schemaValue(Version version) {
        return JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema())
                .put("deleted", version.deleted());
    }

    private static Entry entry(ObjectNode key, @Nullable ObjectNode value) {
        try {
            return new Entry(JSON.writeValueAsBytes(key), value == null ? null : JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", e);
        }
    }

    private static IllegalStateException unreadable(byte[] key, @Nullable Throwable cause) {
        return new IllegalStateException(
                "topic " + SchemaLog.TOPIC + " holds a record that this registry did not write, with the key "
                        + new String(key, StandardCharsets.UTF_8),
                cause);
    }
}
