package io.streamgauge.schemas.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place in a pipeline document: a scalar, a list or a mapping, and where it stands.
 *
 * @param file name of the document, as the user gave it
 * @param line line of the node, from 1
 * @param path dotted path from the root, e.g. {@code features.customer.windows[0]}; empty for the root
 * @param text the scalar as written; null for lists and mappings
 * @param items the list's items, in order; empty unless a list
 * @param entries the mapping's entries, in document order; empty unless a mapping
 * @param kind what the node is
 */
public record ConfigNode(
        String file,
        int line,
        String path,
        @Nullable String text,
        List<ConfigNode> items,
        Map<String, ConfigNode> entries,
        Kind kind) {

    /** What a node is; {@code EMPTY} is a key with nothing after it. */
    public enum Kind {
        SCALAR,
        LIST,
        MAPPING,
        EMPTY
    }

    /** The entry under {@code key}, or null when the node is no mapping or has no such key. */
    public @Nullable ConfigNode get(String key) {
        return entries.get(key);
    }

    /** The scalar as written, or a word for what stands there instead. */
    public String shown() {
        return text != null ? text : kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
