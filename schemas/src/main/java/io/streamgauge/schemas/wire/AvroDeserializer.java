package io.streamgauge.schemas.wire;

import io.streamgauge.schemas.registry.SchemaRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads records of one generated class from Kafka; null, a tombstone, stays null. Thread-safe. */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    private final AvroCodec<T> codec;

    public AvroDeserializer(Class<T> type, SchemaRegistry registry) {
        this.codec = new AvroCodec<>(type, registry);
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null ? null : codec.decode(bytes);
    }
}
