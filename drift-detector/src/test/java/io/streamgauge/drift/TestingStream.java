package io.streamgauge.drift;

import io.streamgauge.drift.TestingRows.Row;
import io.streamgauge.drift.profile.RowSample;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job between a list of rows and lists of records, in this process. Each partition has a source of its own, so that partitions
 * run at their own speed and their clocks differ, and all rows of a partition meet the same subtask, as with Kafka.
 */
final class TestingStream {

    private static final Map<String, TestingStream> BY_NAME = new ConcurrentHashMap<>();

    /** Shared by the job's operators and the test, as a real one would be. */
    static final TestingSchemaRegistry REGISTRY = new TestingSchemaRegistry();

    private final String name;
    private final Function<Row, String> version;
    private final Map<Integer, List<Row>> byPartition;
    private final Map<String, Queue<OutgoingRecord>> outputs = new ConcurrentHashMap<>();
    private final AtomicLong given = new AtomicLong();
    private Function<Row, String[]> texts = row -> new String[0];

    /** A stream of these rows, in order of offset within each partition; the name must be unique among tests. */
    TestingStream(String name, List<Row> rows) {
        this(name, "1", rows);
    }

    /** The same of another version of the model. */
    TestingStream(String name, String version, List<Row> rows) {
        this(name, row -> version, rows);
    }

    /** The same of a model whose version changes. */
    TestingStream(String name, Function<Row, String> version, List<Row> rows) {
        this.name = name;
        this.version = version;
        this.byPartition =
                rows.stream().collect(Collectors.groupingBy(Row::partition, TreeMap::new, Collectors.toList()));
        BY_NAME.put(name, this);
    }

    /** The same with the texts that some values are codes of. */
    TestingStream withTexts(Function<Row, String[]> ofRow) {
        texts = ofRow;
        return this;
    }

    /** Rows that sources have given so far, again after a restore. */
    long given() {
        return given.get();
    }

    /** Wires the job; with a positive limit each partition emits that many rows between two checkpoints. */
    void wire(StreamExecutionEnvironment env, DriftJobConfig config, int rowsPerCheckpoint) {
        DataStream<ScoredRow> rows = byPartition.keySet().stream()
                .map(partition -> source(env, config, partition, rowsPerCheckpoint))
                .reduce(DataStream::union)
                .orElseThrow()
                .partitionCustom((partition, subtasks) -> partition % subtasks, row -> row.feedPartition);
        DriftStreams streams = DriftJob.wire(rows, config, () -> REGISTRY);
        collect(streams.metrics(), "metrics");
        collect(streams.alerts(), "alerts");
        collect(streams.retraining(), "retraining");
        collect(streams.profiles(), "profiles");
    }

    private DataStream<ScoredRow> source(
            StreamExecutionEnvironment env, DriftJobConfig config, int partition, int rowsPerCheckpoint) {
        String stream = name;
        DataGeneratorSource<ScoredRow> source = new DataGeneratorSource<>(
                index -> named(stream).row(partition, index.intValue()),
                rows(partition).size(),
                rowsPerCheckpoint > 0
                        ? RateLimiterStrategy.perCheckpoint(rowsPerCheckpoint)
                        : RateLimiterStrategy.noOp(),
                TypeInformation.of(ScoredRow.class));
        return env.fromSource(source, DriftJob.watermarks(config), "predictions-" + partition)
                .uid("predictions-" + partition)
                .setParallelism(1);
    }

    private List<Row> rows(int partition) {
        return byPartition.getOrDefault(partition, List.of());
    }

    private void collect(DataStream<OutgoingRecord> records, String output) {
        records.sinkTo(new Collected(name, output)).name(output).uid(output).setParallelism(1);
    }

    private static TestingStream named(String name) {
        TestingStream stream = BY_NAME.get(name);
        if (stream == null) {
            throw new IllegalStateException("no stream named " + name);
        }
        return stream;
    }

    private ScoredRow row(int partition, int index) {
        Row row = rows(partition).get(index);
        ScoredRow scored = new ScoredRow();
        scored.model = ModelKeys.join("fraud", version.apply(row), "ab");
        scored.eventTimeMs = row.eventTimeMs();
        scored.sourceTopic = "transactions";
        scored.sourcePartition = row.partition();
        scored.sourceOffset = row.offset();
        scored.rank = RowSample.rank(scored.sourcePartition, scored.sourceOffset);
        scored.feedPartition = row.partition();
        scored.values = row.array();
        scored.texts = texts.apply(row);
        given.incrementAndGet();
        return scored;
    }

    /** What reached an output, in order. */
    List<OutgoingRecord> output(String output) {
        return List.copyOf(outputs.getOrDefault(output, new ConcurrentLinkedQueue<>()));
    }

    private record Collected(String stream, String output) implements Sink<OutgoingRecord>, Serializable {

        @Override
        public SinkWriter<OutgoingRecord> createWriter(WriterInitContext context) {
            Queue<OutgoingRecord> queue =
                    named(stream).outputs.computeIfAbsent(output, key -> new ConcurrentLinkedQueue<>());
            return new SinkWriter<>() {
                @Override
                public void write(OutgoingRecord element, Context context) {
                    queue.add(OutgoingRecord.of(element.key, element.value));
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }
    }
}
