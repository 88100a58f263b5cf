package io.streamgauge.drift;

import static io.streamgauge.drift.TestingRows.FEATURES;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.labels.TestingOutcomes;
import io.streamgauge.drift.profile.CategoryCode;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Savepoint, kill, restore at another parallelism, twice: what all branches of the job say is, to the byte, what an uninterrupted run says.
 * The job is killed without a last checkpoint; what it said after its savepoint, it says again.
 */
@Tag("slow")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SavepointTest {

    private static final int DAYS = 18;
    private static final int SHIFT_DAY = 14;
    private static final String OF_FEATURES =
            "{reference: {first: 10d}, min_samples: 50, watch: [inputs, score, volume], every: 12h,"
                    + " statistics: {numeric: [psi, ks, missing], categorical: [chi_squared, unseen]},"
                    + " segments: [country, weekend],"
                    + " detectors: [{on: amount, detector: adwin}, {on: score, detector: page_hinkley}]}";
    private static final String BY_COUNT = "{reference: {first: 10d}, window: 1h, rows: 500, watch: [inputs, score],"
            + " statistics: {numeric: [ks], categorical: [chi_squared]}, segments: [country],"
            + " detectors: [{on: amount, detector: adwin}]}";
    private static final String CORRECTED =
            "{reference: {first: 10d}, min_samples: 50, watch: [inputs, score, volume], every: 12h, lateness: 6h, corrections: 3d,"
                    + " statistics: {numeric: [ks], categorical: [chi_squared]}}";
    private static final List<String> COUNTRIES = List.of("DE", "FR", "ES");
    private static final List<String> INPUTS = FEATURES.subList(0, FEATURES.size() - 1);

    @TempDir
    private Path dir;

    /** Wires a job that stops for a checkpoint after so many rows of a partition; 0 for one that does not stop. */
    private interface Wiring {
        void into(StreamExecutionEnvironment env, int parallelism, int rowsPerCheckpoint);
    }

    private static StreamExecutionEnvironment environment(int parallelism, String savepoint) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        // Without checkpoints Flink's savepoints are taken at least once: rows read while one is taken would count
        // twice.
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofDays(1));
        configuration.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        if (!savepoint.isEmpty()) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    }

    /** Runs until so many rows have been given, takes a savepoint, and kills the job. */
    private String killed(Wiring wiring, int parallelism, String savepoint, LongSupplier given, int rows)
            throws Exception {
        StreamExecutionEnvironment env = environment(parallelism, savepoint);
        wiring.into(env, parallelism, rows);
        long before = given.getAsLong();
        JobClient job = env.executeAsync("killed");
        try {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (given.getAsLong() < before + rows) {
                assertThat(System.nanoTime()).as("waited for 60 s").isLessThan(deadline);
                Thread.sleep(5);
            }
            while (true) {
                try {
                    return job.triggerSavepoint(dir.toUri().toString(), SavepointFormatType.CANONICAL)
                            .get(60, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    // Sources give rows while tasks behind them still begin.
                    if (System.nanoTime() > deadline
                            || !String.valueOf(e.getMessage()).contains("is not being executed at the moment")) {
                        throw e;
                    }
                    Thread.sleep(20);
                }
            }
        } finally {
            job.cancel().get(60, TimeUnit.SECONDS);
        }
    }

    private static void toTheEnd(Wiring wiring, int parallelism, String savepoint) throws Exception {
        StreamExecutionEnvironment env = environment(parallelism, savepoint);
        wiring.into(env, parallelism, 0);
        env.execute();
    }

    private static DriftJobConfig config(int parallelism) {
        return config(parallelism, OF_FEATURES);
    }

    private static DriftJobConfig config(int parallelism, String drift) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return TestingJobs.of(definition, INPUTS, List.of("country"), parallelism, null, ProfileSource.NONE);
    }

    private static TestingStream stream(String name) {
        return new TestingStream(name, rows()).withTexts(SavepointTest::country);
    }

    private static List<TestingRows.Row> rows() {
        Random random = new Random(7);
        List<TestingRows.Row> rows = new ArrayList<>();
        for (TestingRows.Row row : new TestingRows(5, 600, SHIFT_DAY).days(DAYS)) {
            List<Double> values = new ArrayList<>(row.values());
            values.add(CategoryCode.of(COUNTRIES.get(random.nextInt(COUNTRIES.size()))));
            rows.add(new TestingRows.Row(row.eventTimeMs(), row.partition(), row.offset(), values));
        }
        return rows;
    }

    /** A tenth of them up to four days late. */
    private static TestingStream lateStream(String name) {
        List<TestingRows.Row> late = TestingLateRows.delayed(
                rows(), 8, TestingRows.START_MS + 10 * TestingRows.DAY_MS, 0.1, 4 * TestingRows.DAY_MS);
        return new TestingStream(name, late).withTexts(SavepointTest::country);
    }

    private static String[] country(TestingRows.Row row) {
        double code = row.values().get(FEATURES.size());
        return COUNTRIES.stream()
                .filter(country -> CategoryCode.of(country) == code)
                .toArray(String[]::new);
    }

    private static List<String> said(TestingStream stream) {
        return List.of("metrics", "alerts", "retraining", "profiles").stream()
                .flatMap(output -> stream.output(output).stream()
                        .map(record ->
                                output + " " + record.key + " " + HexFormat.of().formatHex(record.value)))
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> counts(TestingStream stream) {
        AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, TestingStream.REGISTRY);
        return stream.output("metrics").stream()
                .map(record -> codec.decode(record.value))
                .filter(metric -> metric.getFeature().equals("volume"))
                .map(metric -> metric.getWindowStart() + " " + metric.getWindowCount())
                .distinct()
                .sorted()
                .toList();
    }

    /** Distributions of numbers and texts, segments, volume and change detectors, in windows that overlap. */
    @ParameterizedTest
    @ValueSource(strings = {"1 2 1", "2 1 2"})
    void ofFeatures(String parallelisms) throws Exception {
        int[] parallelism = Arrays.stream(parallelisms.split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        TestingStream once = stream("savepoint-once-" + parallelisms);
        toTheEnd((env, p, rows) -> once.wire(env, config(p), rows), 2, "");
        List<String> expected = said(once);
        assertThat(expected)
                .anyMatch(line -> line.startsWith("retraining "))
                .anyMatch(line -> line.startsWith("alerts "));
        AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, TestingStream.REGISTRY);
        assertThat(once.output("metrics").stream().map(record -> codec.decode(record.value)))
                .extracting(DriftMetric::getFeature)
                .contains("country", "amount[country=DE]", "amount[weekend=1]", "volume");

        TestingStream killed = stream("savepoint-killed-" + parallelisms);
        Wiring wiring = (env, p, rows) -> killed.wire(env, config(p), rows);
        String first = killed(wiring, parallelism[0], "", killed::given, 1100);
        String second = killed(wiring, parallelism[1], first, killed::given, 1400);
        toTheEnd(wiring, parallelism[2], second);
        assertThat(killed.given()).as("rows after the savepoints alone").isLessThan(3L * 600 * DAYS);
        assertThat(counts(killed)).as("predictions in each window").isEqualTo(counts(once));
        assertThat(said(killed)).containsExactlyElementsOf(expected);
    }

    /** Late predictions that were kept, and windows that they correct later. */
    @ParameterizedTest
    @ValueSource(strings = {"1 2 1", "2 1 2"})
    void ofCorrections(String parallelisms) throws Exception {
        int[] parallelism = Arrays.stream(parallelisms.split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        TestingStream once = lateStream("savepoint-late-once-" + parallelisms);
        toTheEnd((env, p, rows) -> once.wire(env, config(p, CORRECTED), rows), 2, "");
        List<String> expected = said(once);
        AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, TestingStream.REGISTRY);
        assertThat(once.output("metrics").stream().map(record -> codec.decode(record.value)))
                .extracting(DriftMetric::getRevision)
                .contains(0, 1)
                .doesNotContain(2);
        assertThat(expected).anyMatch(line -> line.startsWith("retraining "));

        TestingStream killed = lateStream("savepoint-late-killed-" + parallelisms);
        Wiring wiring = (env, p, rows) -> killed.wire(env, config(p, CORRECTED), rows);
        String first = killed(wiring, parallelism[0], "", killed::given, 2600);
        String second = killed(wiring, parallelism[1], first, killed::given, 600);
        toTheEnd(wiring, parallelism[2], second);
        assertThat(counts(killed)).as("predictions in each window").isEqualTo(counts(once));
        assertThat(said(killed)).containsExactlyElementsOf(expected);
    }

    /** Windows that end when they hold enough, which slices of several savepoints make up. */
    @Test
    void ofWindowsByCount() throws Exception {
        TestingStream once = stream("savepoint-count-once");
        toTheEnd((env, p, rows) -> once.wire(env, config(p, BY_COUNT), rows), 2, "");
        List<String> expected = said(once);
        assertThat(expected).anyMatch(line -> line.startsWith("retraining "));

        TestingStream killed = stream("savepoint-count-killed");
        Wiring wiring = (env, p, rows) -> killed.wire(env, config(p, BY_COUNT), rows);
        String first = killed(wiring, 1, "", killed::given, 1100);
        String second = killed(wiring, 2, first, killed::given, 1400);
        toTheEnd(wiring, 1, second);
        assertThat(said(killed)).containsExactlyElementsOf(expected);
    }

    /** Performance of champion and shadow, corrections, and gaps between groups. */
    @Test
    void ofPerformanceAndFairness() throws Exception {
        DriftDefinition drift = TestingOutcomes.definition("{wait: 2s, corrections: 3s}");
        LabelsConfig labels = new LabelsConfig(
                "labels",
                LabelsConfig.Format.JSON,
                "id",
                "time",
                "outcome",
                Duration.ofMillis(TestingOutcomes.LABEL_LATENESS_MS),
                Duration.ofDays(1));
        TestingOutcomes outcomes = TestingOutcomes.random(3, 16, 120, 12);
        TestingPerformance once = new TestingPerformance("savepoint-performance-once", outcomes);
        toTheEnd((env, p, rows) -> once.wire(env, performance(drift, labels, p), labels, rows), 1, "");
        assertThat(once.published())
                .anyMatch(line -> line.startsWith("alerts "))
                .anyMatch(line -> line.startsWith("retraining "));
        AvroCodec<DriftMetric> codec = new AvroCodec<>(DriftMetric.class, TestingPerformance.registry());
        List<DriftMetric> metrics = once.published("metrics", codec::decode);
        assertThat(metrics).extracting(DriftMetric::getStatistic).contains("demographic_parity", "roc_auc");
        assertThat(metrics).extracting(DriftMetric::getRevision).contains(0, 1, 2);

        TestingPerformance killed = new TestingPerformance("savepoint-performance-killed", outcomes);
        Wiring wiring = (env, p, rows) -> killed.wire(env, performance(drift, labels, p), labels, rows);
        String savepoint = "";
        for (int parallelism : List.of(1, 2, 1)) {
            savepoint = killed(wiring, parallelism, savepoint, killed::given, 300);
        }
        toTheEnd(wiring, 2, savepoint);
        assertThat(killed.published()).containsExactlyElementsOf(once.published());
    }

    private static DriftJobConfig performance(DriftDefinition drift, LabelsConfig labels, int parallelism) {
        return TestingJobs.of(drift, List.of("amount"), parallelism, labels);
    }
}
