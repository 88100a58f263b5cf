package io.streamgauge.drift;

import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.wire.AvroCodec;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads what every variant said. A record that is no prediction is our own bug, since only we write the topic: the job fails. */
final class VariantDeserializer implements KafkaRecordDeserializationSchema<VariantRow> {

    private static final long serialVersionUID = 1L;

    private final RegistryFactory registry;
    private final PerformanceDefinition definition;
    private transient @Nullable AvroCodec<Prediction> codec;
    private transient @Nullable VariantRows rows;

    VariantDeserializer(RegistryFactory registry, PerformanceDefinition definition) {
        this.registry = registry;
        this.definition = definition;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        codec = new AvroCodec<>(Prediction.class, registry.open());
        rows = new VariantRows(definition);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<VariantRow> out) {
        if (codec == null || rows == null) {
            throw new IllegalStateException("not open");
        }
        Prediction prediction;
        try {
            prediction = codec.decode(record.value());
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot read the prediction at offset " + record.offset() + " of " + record.topic() + "-"
                            + record.partition(),
                    e);
        }
        rows.rows(prediction, record.partition()).forEach(out::collect);
    }

    @Override
    public TypeInformation<VariantRow> getProducedType() {
        return TypeInformation.of(VariantRow.class);
    }
}
