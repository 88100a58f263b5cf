package io.streamgauge.store.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that name an entity, and the text that stands for one: under it lie its rows, and it is the key of its records.
 * The text of one field is that of its value. Texts of several are joined by commas, each comma and backslash within one
 * escaped by a backslash, so that no two entities of a view share a text. An event that lacks one of the fields names no
 * entity. Thread-safe.
 */
public final class EntityKey {

    private static final char SEPARATOR = ',';
    private static final char ESCAPE = '\\';

    private final int[] fields;

    /** @throws IllegalArgumentException when there are no fields, or the schema lacks one */
    public EntityKey(EventSchema schema, List<String> fields) {
        this.fields = fields.stream().mapToInt(schema::indexOf).toArray();
        if (fields.isEmpty() || fields.stream().anyMatch(field -> schema.indexOf(field) < 0)) {
            throw new IllegalArgumentException(
                    "an entity is named by fields of " + schema.names() + ", not by " + fields);
        }
    }

    /** The entity's text; null when the event names none. */
    public @Nullable String of(Event event) {
        if (fields.length == 1) {
            return event.keyAt(fields[0]);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            String part = event.keyAt(fields[i]);
            if (part == null) {
                return null;
            }
            if (i > 0) {
                text.append(SEPARATOR);
            }
            escape(part, text);
        }
        return text.toString();
    }

    /** The text of the entity whose fields have these texts, in the order in which the view names them. */
    public static String text(List<String> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                text.append(SEPARATOR);
            }
            escape(parts.get(i), text);
        }
        return text.toString();
    }

    /** The texts of the fields in the text of an entity that several name: the inverse of {@link #text}. */
    public static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == SEPARATOR) {
                parts.add(part.toString());
                part.setLength(0);
            } else if (c == ESCAPE && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return List.copyOf(parts);
    }

    private static void escape(String part, StringBuilder out) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == SEPARATOR || c == ESCAPE) {
                out.append(ESCAPE);
            }
            out.append(c);
        }
    }
}
