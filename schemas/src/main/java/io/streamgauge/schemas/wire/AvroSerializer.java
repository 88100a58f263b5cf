package io.streamgauge.schemas.wire;

import io.streamgauge.schemas.registry.SchemaRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes records of one generated class to Kafka; null stays null, a tombstone. Thread-safe. */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    private final AvroCodec<T> codec;

    public AvroSerializer(Class<T> type, SchemaRegistry registry) {
        this.codec = new AvroCodec<>(type, registry);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        return value == null ? null : codec.encode(topic, value);
    }
}
