package io.streamgauge.store.event;

/** Where an event was read: source topic, partition and offset. */
public record Origin(String topic, int partition, long offset) {}
