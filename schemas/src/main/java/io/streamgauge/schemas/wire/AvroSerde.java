package io.streamgauge.schemas.wire;

import io.streamgauge.schemas.registry.SchemaRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The pair of {@link AvroSerializer} and {@link AvroDeserializer} for one generated class. */
public final class AvroSerde {

    private AvroSerde() {}

    /** A thread-safe serde for the values of any topic that holds {@code type}. */
    public static <T extends SpecificRecord> Serde<T> of(Class<T> type, SchemaRegistry registry) {
        return Serdes.serdeFrom(new AvroSerializer<>(type, registry), new AvroDeserializer<>(type, registry));
    }
}
