package io.streamgauge.store.event;

/** A field of a source, as the pipeline declares it. */
public record Field(String name, FieldType type) {}
