package io.streamgauge.drift.policy;

import java.util.Comparator;

/**
 * The model whose predictions are watched; another version or file is watched apart, with its own reference.
 *
 * @param name model name
 * @param version model version
 * @param digest SHA-256 of the model file, lower-case hex; empty when not known
 */
public record ModelKey(String name, String version, String digest) {

    /** By name, then version, then digest, as texts. */
    public static final Comparator<ModelKey> ORDER = Comparator.comparing(ModelKey::name)
            .thenComparing(ModelKey::version)
            .thenComparing(ModelKey::digest);
}
