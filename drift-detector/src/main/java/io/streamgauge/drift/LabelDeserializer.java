package io.streamgauge.drift;

import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads labels. One that cannot be used is counted, in the metric {@code badLabels}, and left out; the first is logged. */
final class LabelDeserializer implements KafkaRecordDeserializationSchema<LabelRow> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(LabelDeserializer.class);

    private final RegistryFactory registry;
    private final LabelsConfig config;
    private final Kind kind;
    private transient @Nullable LabelReader reader;
    private transient @Nullable Counter bad;

    LabelDeserializer(RegistryFactory registry, LabelsConfig config, Kind kind) {
        this.registry = registry;
        this.config = config;
        this.kind = kind;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        reader = new LabelReader(config, kind, registry.open());
        bad = context.getMetricGroup().counter("badLabels");
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LabelRow> out) {
        if (reader == null || bad == null) {
            throw new IllegalStateException("not open");
        }
        try {
            LabelRow label = reader.read(record.value(), record.timestamp());
            label.partition = record.partition();
            label.offset = record.offset();
            out.collect(label);
        } catch (LabelReader.BadLabelException e) {
            if (bad.getCount() == 0) {
                LOGGER.warn(
                        "the label at offset {} of {}-{} is left out: {}; further ones are only counted",
                        record.offset(),
                        record.topic(),
                        record.partition(),
                        e.getMessage());
            }
            bad.inc();
        }
    }

    @Override
    public TypeInformation<LabelRow> getProducedType() {
        return TypeInformation.of(LabelRow.class);
    }
}
