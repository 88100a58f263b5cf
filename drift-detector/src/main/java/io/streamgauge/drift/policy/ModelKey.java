package io.streamgauge.drift.policy;

/**
 * The model whose predictions are watched; another version or file is watched apart, with its own reference.
 *
 * @param name model name
 * @param version model version
 * @param digest SHA-256 of the model file, lower-case hex; empty when not known
 */
public record ModelKey(String name, String version, String digest) {}
