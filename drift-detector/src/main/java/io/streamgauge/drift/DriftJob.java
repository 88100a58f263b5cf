package io.streamgauge.drift;

import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The drift job of one pipeline.
 *
 * <pre>
 *   predictions            one subtask per partition, at most           one subtask per model
 *   ───────────▶ [predictions] ──▶ [sample] ═══ by model ═══▶ [detect] ──┬─▶ [drift-metrics]
 *    Kafka,        rows with a      a summary per                         ├─▶ [drift-alerts]
 *    committed     watermark per    window, sent when                     ├─▶ [retraining-events]
 *    only          partition        the window closes                     └─▶ [reference-profiles]
 *                                                                             Kafka, exactly once
 * </pre>
 */
public final class DriftJob {

    /** Below the brokers' own default maximum of 15 minutes; a job down for longer loses what it had not committed. */
    private static final String TRANSACTION_TIMEOUT_MS = "600000";

    private static final String DISCOVERY_INTERVAL_MS = "60000";

    private DriftJob() {}

    /** Adds the job to an environment; checkpointing is the environment's matter and must be on. */
    public static void build(StreamExecutionEnvironment env, DriftJobConfig config) {
        String url = config.registryUrl();
        Map<String, String> properties = config.registryProperties();
        build(env, config, () -> new ConfluentSchemaRegistry(url, properties));
    }

    /** The same with another registry. */
    static void build(StreamExecutionEnvironment env, DriftJobConfig config, RegistryFactory registry) {
        DataStream<ScoredRow> rows = env.fromSource(
                        source(config, registry),
                        watermarks(config),
                        "predictions",
                        TypeInformation.of(ScoredRow.class))
                .uid("predictions")
                .setParallelism(config.parallelism());
        DriftStreams streams = wire(rows, config, registry);
        sink(streams.metrics(), config, config.topics().driftMetrics().name());
        sink(streams.alerts(), config, config.topics().driftAlerts().name());
        sink(streams.retraining(), config, config.topics().retrainingEvents().name());
        sink(streams.profiles(), config, config.topics().referenceProfiles().name());
    }

    /** From rows to records, without Kafka. */
    static DriftStreams wire(DataStream<ScoredRow> rows, DriftJobConfig config, RegistryFactory registry) {
        SingleOutputStreamOperator<OutgoingRecord> metrics = rows.transform(
                        "sample",
                        TypeInformation.of(WindowPart.class),
                        new SampleOperator(
                                config.definition(), config.features().size()))
                .uid("sample")
                .setParallelism(config.parallelism())
                .keyBy(part -> part.model, Types.STRING)
                .process(new DetectFunction(config, registry), TypeInformation.of(OutgoingRecord.class))
                .name("detect")
                .uid("detect")
                .setParallelism(1);
        return new DriftStreams(
                metrics,
                metrics.getSideOutput(DetectFunction.ALERTS),
                metrics.getSideOutput(DetectFunction.RETRAINING),
                metrics.getSideOutput(DetectFunction.PROFILES));
    }

    /** A partition's clock is its latest event time less the lateness; one that falls idle holds nobody back. */
    static WatermarkStrategy<ScoredRow> watermarks(DriftJobConfig config) {
        return WatermarkStrategy.<ScoredRow>forBoundedOutOfOrderness(
                        config.definition().lateness())
                .withTimestampAssigner((row, kafkaMs) -> row.eventTimeMs)
                .withIdleness(config.idleness());
    }

    private static KafkaSource<ScoredRow> source(DriftJobConfig config, RegistryFactory registry) {
        return KafkaSource.<ScoredRow>builder()
                .setProperties(clientProperties(config))
                .setBootstrapServers(config.bootstrapServers())
                .setTopics(config.topics().predictions().name())
                .setGroupId("streamgauge-drift-" + config.pipeline())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("isolation.level", "read_committed")
                .setProperty("partition.discovery.interval.ms", DISCOVERY_INTERVAL_MS)
                .setDeserializer(new PredictionDeserializer(registry, config.inputs()))
                .build();
    }

    private static void sink(DataStream<OutgoingRecord> records, DriftJobConfig config, String topic) {
        KafkaSink<OutgoingRecord> sink = KafkaSink.<OutgoingRecord>builder()
                .setKafkaProducerConfig(clientProperties(config))
                .setBootstrapServers(config.bootstrapServers())
                .setRecordSerializer(new OutgoingSerializer(topic))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix("streamgauge-drift-" + topic)
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS)
                .build();
        records.sinkTo(sink).name(topic).uid(topic).setParallelism(1);
    }

    private static Properties clientProperties(DriftJobConfig config) {
        Properties properties = new Properties();
        properties.putAll(config.clientProperties());
        return properties;
    }
}
