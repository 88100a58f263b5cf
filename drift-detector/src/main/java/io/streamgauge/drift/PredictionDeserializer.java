package io.streamgauge.drift;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the champion's predictions. A record that is no prediction is our own bug, since only we write the topic: the job fails.
 */
final class PredictionDeserializer implements KafkaRecordDeserializationSchema<ScoredRow> {

    private static final long serialVersionUID = 1L;
    static final String CHAMPION = "champion";

    private final RegistryFactory registry;
    private final List<RowValue> values;
    private transient @Nullable AvroCodec<Prediction> codec;
    private transient @Nullable PredictionRows rows;

    PredictionDeserializer(RegistryFactory registry, List<RowValue> values) {
        this.registry = registry;
        this.values = List.copyOf(values);
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        codec = new AvroCodec<>(Prediction.class, registry.open());
        rows = PredictionRows.of(values);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ScoredRow> out) {
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
        if (prediction.getVariant().equals(CHAMPION)) {
            out.collect(rows.row(prediction, record.partition()));
        }
    }

    @Override
    public TypeInformation<ScoredRow> getProducedType() {
        return TypeInformation.of(ScoredRow.class);
    }
}
