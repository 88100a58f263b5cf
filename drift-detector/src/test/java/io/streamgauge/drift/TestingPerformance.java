package io.streamgauge.drift;

import io.streamgauge.drift.labels.ScoredEvent;
import io.streamgauge.drift.labels.TestingOutcomes;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The performance branch of the job between lists of predictions and labels and a list of records; each partition is a source. */
final class TestingPerformance {

    private static final Map<String, TestingPerformance> BY_NAME = new ConcurrentHashMap<>();
    private static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();

    private final String name;
    private final List<List<VariantRow>> predictions = new ArrayList<>();
    private final List<List<LabelRow>> labels = new ArrayList<>();
    private final Queue<String> published = new ConcurrentLinkedQueue<>();
    private final AtomicLong given = new AtomicLong();

    /** The name must be unique among tests. */
    TestingPerformance(String name, TestingOutcomes outcomes) {
        this.name = name;
        for (int partition = 0; partition < outcomes.predictions.size(); partition++) {
            int feed = partition;
            predictions.add(outcomes.predictions.get(partition).stream()
                    .map(event -> row(event, feed))
                    .toList());
        }
        outcomes.labels.forEach(
                feed -> labels.add(feed.stream().map(TestingPerformance::row).toList()));
        BY_NAME.put(name, this);
    }

    private static VariantRow row(ScoredEvent event, int feed) {
        VariantRow row = new VariantRow();
        row.model = ModelKeys.join(
                event.subject().model().name(),
                event.subject().model().version(),
                event.subject().model().digest());
        row.variant = event.subject().variant();
        row.eventId = event.eventId();
        row.eventTimeMs = event.eventTimeMs();
        row.sourceTopic = event.partition().topic();
        row.sourcePartition = event.partition().partition();
        row.sourceOffset = event.offset();
        row.feedPartition = feed;
        row.score = event.score();
        row.decided = event.decided();
        row.groups = event.groups().toArray(String[]::new);
        return row;
    }

    private static LabelRow row(TestingOutcomes.Label label) {
        LabelRow row = new LabelRow();
        row.partition = label.partition();
        row.offset = label.offset();
        row.timeMs = label.timeMs();
        row.eventId = label.eventId();
        row.outcome = label.value();
        return row;
    }

    /** Predictions by partition, in order. */
    List<List<VariantRow>> predictions() {
        return predictions;
    }

    /** Labels by partition, in order. */
    List<List<LabelRow>> labels() {
        return labels;
    }

    /** Wires the branch; with a positive limit each partition emits that many rows between two checkpoints. */
    void wire(StreamExecutionEnvironment env, DriftJobConfig config, LabelsConfig from, int rowsPerCheckpoint) {
        String stream = name;
        DataStream<VariantRow> variants = null;
        for (int i = 0; i < predictions.size(); i++) {
            int partition = i;
            DataStream<VariantRow> feed = source(
                    env,
                    "predictions-" + i,
                    index -> named(stream).prediction(partition, index.intValue()),
                    predictions.get(i).size(),
                    rowsPerCheckpoint,
                    DriftJob.variantWatermarks(config),
                    TypeInformation.of(VariantRow.class));
            variants = variants == null ? feed : variants.union(feed);
        }
        DataStream<LabelRow> outcomes = null;
        for (int i = 0; i < labels.size(); i++) {
            int partition = i;
            DataStream<LabelRow> feed = source(
                    env,
                    "labels-" + i,
                    index -> named(stream).labels.get(partition).get(index.intValue()),
                    labels.get(i).size(),
                    rowsPerCheckpoint,
                    DriftJob.labelWatermarks(config, from),
                    TypeInformation.of(LabelRow.class));
            outcomes = outcomes == null ? feed : outcomes.union(feed);
        }
        DriftStreams streams = DriftJob.performance(
                java.util.Objects.requireNonNull(variants),
                java.util.Objects.requireNonNull(outcomes),
                config,
                java.util.Objects.requireNonNull(config.definition().performance()),
                from,
                () -> REGISTRY);
        collect(streams.metrics(), "metrics");
        collect(streams.alerts(), "alerts");
        collect(streams.retraining(), "retraining");
    }

    /** Runs the branch over all of it, on a MiniCluster of its own. */
    void execute(DriftJobConfig config, LabelsConfig from) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(config.parallelism(), configuration);
        wire(env, config, from, 0);
        env.execute();
    }

    private static <T> DataStream<T> source(
            StreamExecutionEnvironment env,
            String name,
            GeneratorFunction<Long, T> rows,
            int count,
            int rowsPerCheckpoint,
            WatermarkStrategy<T> watermarks,
            TypeInformation<T> type) {
        DataGeneratorSource<T> source = new DataGeneratorSource<>(
                rows,
                count,
                rowsPerCheckpoint > 0
                        ? RateLimiterStrategy.perCheckpoint(rowsPerCheckpoint)
                        : RateLimiterStrategy.noOp(),
                type);
        return env.fromSource(source, watermarks, name).uid(name).setParallelism(1);
    }

    private void collect(DataStream<OutgoingRecord> records, String output) {
        records.sinkTo(new Collected(name, output)).name(output).uid(output).setParallelism(1);
    }

    private VariantRow prediction(int partition, int index) {
        given.incrementAndGet();
        return predictions.get(partition).get(index);
    }

    /** Predictions that sources have given so far, again after a restore. */
    long given() {
        return given.get();
    }

    private static TestingPerformance named(String name) {
        return java.util.Objects.requireNonNull(BY_NAME.get(name), name);
    }

    /** All records as text, sorted, each once. */
    List<String> published() {
        return published.stream().distinct().sorted().toList();
    }

    /** What one output got, decoded. */
    <T> List<T> published(String output, Function<byte[], T> decode) {
        return published().stream()
                .filter(line -> line.startsWith(output + " "))
                .map(line -> decode.apply(HexFormat.of().parseHex(line.substring(line.lastIndexOf(' ') + 1))))
                .toList();
    }

    /** A record of an output as text. */
    static String line(String output, OutgoingRecord record, @Nullable Long timestampMs) {
        return output + " " + record.key + " " + timestampMs + " "
                + HexFormat.of().formatHex(record.value);
    }

    static TestingSchemaRegistry registry() {
        return REGISTRY;
    }

    private record Collected(String stream, String output) implements Sink<OutgoingRecord>, Serializable {

        @Override
        public SinkWriter<OutgoingRecord> createWriter(WriterInitContext context) {
            Queue<String> queue = named(stream).published;
            return new SinkWriter<>() {
                @Override
                public void write(OutgoingRecord element, Context context) {
                    queue.add(line(output, element, context.timestamp()));
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }
    }
}
