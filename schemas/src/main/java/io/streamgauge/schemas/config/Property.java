package io.streamgauge.schemas.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a section's table: a key a user may write.
 *
 * @param name the key
 * @param type what may stand there
 * @param required whether it must be given
 * @param fallback the default as a user would write it; null when there is none
 * @param doc one sentence on what it does, with its unit
 * @param choices the words allowed, for {@link Type#CHOICE}
 * @param schema JSON Schema of a nested value, for {@link Type#NODE}; empty allows anything; its title, such as
 *     {@code list of windows}, is the type shown in the reference
 */
public record Property(
        String name,
        Type type,
        boolean required,
        @Nullable String fallback,
        String doc,
        List<String> choices,
        Map<String, Object> schema) {

    /** What may stand under a key. */
    public enum Type {
        TEXT,
        LONG,
        DOUBLE,
        BOOLEAN,
        DURATION,
        CHOICE,
        TEXTS,
        DURATIONS,
        /** Nested: the section's owner reads it. */
        NODE
    }
}
