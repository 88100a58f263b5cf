package io.streamgauge.drift;

import io.streamgauge.drift.definition.PerformanceDefinition;
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
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
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
 *
 *   with drift.performance also
 *
 *   predictions ──▶ [performance-predictions] ══╗
 *                                               ╠══ to one subtask ══▶ [performance] ──▶ the same metrics, alerts, events
 *   labels ───────▶ [performance-labels] ═══════╝
 * </pre>
 */
public final class DriftJob {

    /** Below the brokers' own default maximum of 15 minutes; a job down for longer loses what it had not committed. */
    private static final String TRANSACTION_TIMEOUT_MS = "600000";

    private static final String DISCOVERY_INTERVAL_MS = "60000";

    private DriftJob() {}

    /**
     * Adds the job to an environment. Its checkpoints are aligned, whatever the environment says: an unaligned one holds records between
     * operators in the layout of this version of the job, which Flink, other than state, does not bring into that of a later one.
     *
     * @throws IllegalArgumentException when checkpoints are not exactly once: the sinks would not commit, and a savepoint would have rows
     *     that are read while it is taken, and that are read again after a restore
     */
    public static void build(StreamExecutionEnvironment env, DriftJobConfig config) {
        CheckpointConfig checkpoints = env.getCheckpointConfig();
        if (!checkpoints.isCheckpointingEnabled()
                || checkpoints.getCheckpointingConsistencyMode() != CheckpointingMode.EXACTLY_ONCE) {
            throw new IllegalArgumentException(
                    "the drift job needs checkpoints that are exactly once; set"
                            + " execution.checkpointing.interval, such as 10s, and leave execution.checkpointing.mode as it is");
        }
        checkpoints.enableUnalignedCheckpoints(false);
        String url = config.registryUrl();
        Map<String, String> properties = config.registryProperties();
        build(env, config, () -> new ConfluentSchemaRegistry(url, properties));
    }

    /** The same with another registry. */
    static void build(StreamExecutionEnvironment env, DriftJobConfig config, RegistryFactory registry) {
        DataStream<ScoredRow> rows = env.fromSource(
                        source(
                                config,
                                config.topics().predictions().name(),
                                new PredictionDeserializer(registry, config.values())),
                        watermarks(config),
                        "predictions",
                        TypeInformation.of(ScoredRow.class))
                .uid("predictions")
                .setParallelism(config.parallelism());
        DriftStreams streams = wire(rows, config, registry);
        PerformanceDefinition performance = config.definition().performance();
        LabelsConfig labels = config.labels();
        if (performance != null && labels != null) {
            streams = streams.union(performance(
                    variants(env, config, performance, registry),
                    labels(env, config, labels, performance, registry),
                    config,
                    performance,
                    labels,
                    registry));
        }
        sink(streams.metrics(), config, config.topics().driftMetrics().name());
        sink(streams.alerts(), config, config.topics().driftAlerts().name());
        sink(streams.retraining(), config, config.topics().retrainingEvents().name());
        sink(streams.profiles(), config, config.topics().referenceProfiles().name());
    }

    private static DataStream<VariantRow> variants(
            StreamExecutionEnvironment env,
            DriftJobConfig config,
            PerformanceDefinition performance,
            RegistryFactory registry) {
        return env.fromSource(
                        source(
                                config,
                                config.topics().predictions().name(),
                                new VariantDeserializer(registry, performance)),
                        variantWatermarks(config),
                        "performance-predictions",
                        TypeInformation.of(VariantRow.class))
                .uid("performance-predictions")
                .setParallelism(config.parallelism());
    }

    private static DataStream<LabelRow> labels(
            StreamExecutionEnvironment env,
            DriftJobConfig config,
            LabelsConfig labels,
            PerformanceDefinition performance,
            RegistryFactory registry) {
        return env.fromSource(
                        source(config, labels.topic(), new LabelDeserializer(registry, labels, performance.kind())),
                        labelWatermarks(config, labels),
                        "performance-labels",
                        TypeInformation.of(LabelRow.class))
                .uid("performance-labels")
                .setParallelism(config.parallelism());
    }

    /** From what every variant said, and what came true, to records, without Kafka. No profiles come of it. */
    static DriftStreams performance(
            DataStream<VariantRow> variants,
            DataStream<LabelRow> outcomes,
            DriftJobConfig config,
            PerformanceDefinition performance,
            LabelsConfig labels,
            RegistryFactory registry) {
        SingleOutputStreamOperator<OutgoingRecord> metrics = variants.keyBy(
                        row -> PerformanceOperator.KEY, Types.STRING)
                .connect(outcomes.keyBy(label -> PerformanceOperator.KEY, Types.STRING))
                .transform(
                        "performance",
                        TypeInformation.of(OutgoingRecord.class),
                        new PerformanceOperator(
                                config.pipeline(), config.definition(), performance, labels.lateness(), registry))
                .uid("performance")
                .setParallelism(1);
        return new DriftStreams(
                metrics,
                metrics.getSideOutput(DetectFunction.ALERTS),
                metrics.getSideOutput(DetectFunction.RETRAINING),
                metrics.getSideOutput(DetectFunction.PROFILES));
    }

    /** From rows to records, without Kafka. */
    static DriftStreams wire(DataStream<ScoredRow> rows, DriftJobConfig config, RegistryFactory registry) {
        SingleOutputStreamOperator<OutgoingRecord> metrics = rows.transform(
                        "sample",
                        TypeInformation.of(WindowPart.class),
                        new SampleOperator(config.definition(), config.features()))
                .uid("sample")
                .setParallelism(config.parallelism())
                .keyBy(part -> part.model, Types.STRING)
                .transform(
                        "detect",
                        TypeInformation.of(OutgoingRecord.class),
                        new DetectOperator(new DetectFunction(config, registry)))
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

    static WatermarkStrategy<VariantRow> variantWatermarks(DriftJobConfig config) {
        return WatermarkStrategy.<VariantRow>forBoundedOutOfOrderness(
                        config.definition().lateness())
                .withTimestampAssigner((row, kafkaMs) -> row.eventTimeMs)
                .withIdleness(config.idleness());
    }

    static WatermarkStrategy<LabelRow> labelWatermarks(DriftJobConfig config, LabelsConfig labels) {
        return WatermarkStrategy.<LabelRow>forBoundedOutOfOrderness(labels.lateness())
                .withTimestampAssigner((label, kafkaMs) -> label.timeMs)
                .withIdleness(config.idleness());
    }

    private static <T> KafkaSource<T> source(
            DriftJobConfig config, String topic, KafkaRecordDeserializationSchema<T> deserializer) {
        return KafkaSource.<T>builder()
                .setProperties(clientProperties(config))
                .setBootstrapServers(config.bootstrapServers())
                .setTopics(topic)
                .setGroupId("streamgauge-drift-" + config.pipeline())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("isolation.level", "read_committed")
                .setProperty("partition.discovery.interval.ms", DISCOVERY_INTERVAL_MS)
                .setDeserializer(deserializer)
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
