package io.streamgauge.drift;

import io.streamgauge.drift.policy.ModelKey;
import java.util.List;

/** A {@link ModelKey} as one text, which Flink can key by, and back. */
final class ModelKeys {

    private static final String SEPARATOR = "\n";

    private ModelKeys() {}

    static String join(String name, String version, String digest) {
        return String.join(SEPARATOR, name, version, digest);
    }

    static ModelKey split(String joined) {
        List<String> parts = List.of(joined.split(SEPARATOR, -1));
        if (parts.size() != 3) {
            throw new IllegalArgumentException("a model's name, version and digest hold no line breaks: " + joined);
        }
        return new ModelKey(parts.get(0), parts.get(1), parts.get(2));
    }
}
