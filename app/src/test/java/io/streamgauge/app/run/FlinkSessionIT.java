package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.docs.MetricsPage;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.AlertKind;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drift job's jar, submitted with {@code flink run} to a standalone session of separate processes: it judges windows,
 * each once, though the TaskManager and then the JobManager are killed.
 */
@Tag("slow")
class FlinkSessionIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");
    private static final Path REPOSITORY = TestingPipelines.repository();
    private static final int DAYS = 30;
    /** Slow enough that partitions come on together: who is days ahead makes the others late. */
    private static final int PER_SECOND = 500;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void windowsAreJudgedOnceThoughFlinksProcessesAreKilled() throws Exception {
        Path document = document();
        Pipeline pipeline = PipelineFile.load(document);
        TestingHistory history = TestingHistory.generated(temp, 150, DAYS);
        int half = history.size() / 2;
        RuntimeOptions withoutDrift =
                RuntimeOptions.in(temp.resolve("data")).anyPorts().drift(false).build();
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, withoutDrift);
                TestingFlinkSession flink = new TestingFlinkSession(lib(), temp.resolve("flink"))) {
            Cluster cluster = runtime.cluster();
            replay(cluster, pipeline, history.file(temp, "first.csv", 0, half));
            Process jobManager = flink.startJobManager();
            Process taskManager = flink.startTaskManager();
            flink.awaitSlots(2);
            Process client = submit(flink, document, cluster);
            int before = awaitMetrics(cluster, 1).size();
            assertThat(before).isPositive();

            taskManager.destroyForcibly().waitFor();
            flink.startTaskManager();
            replay(cluster, pipeline, history.file(temp, "second.csv", half, history.size() * 3 / 4));
            int afterTaskManager = awaitMetrics(cluster, before + 1).size();

            jobManager.destroyForcibly().waitFor();
            flink.startJobManager();
            replay(cluster, pipeline, history.file(temp, "third.csv", history.size() * 3 / 4, history.size()));
            awaitMetrics(cluster, afterTaskManager + 1);
            List<DriftMetric> metrics = settled(cluster);

            assertThat(client.isAlive()).as(flink.log("client")).isTrue();
            assertThat(flink.log("client")).contains("from the beginning", "chk-");
            assertThat(metrics.stream().collect(Collectors.groupingBy(FlinkSessionIT::verdict, Collectors.counting())))
                    .as("windows, features and statistics judged more than once")
                    .allSatisfy((verdict, times) -> assertThat(times).isEqualTo(1));
            // Which days the reference takes depends on how partitions come in; after it no day is left out.
            TreeSet<Instant> judged =
                    metrics.stream().map(DriftMetric::getWindowStart).collect(Collectors.toCollection(TreeSet::new));
            assertThat(Duration.between(judged.first(), judged.last()))
                    .as("days judged: %s", judged)
                    .isGreaterThan(Duration.ofDays(10))
                    .isEqualTo(Duration.ofDays(judged.size() - 1L));
            assertThat(read(cluster, DriftAlert.class, TOPICS.driftAlerts().name(), 1))
                    .anySatisfy(alert -> assertThat(alert.getKind()).isEqualTo(AlertKind.OPERATIONS));

            assertThat(MetricsPage.names(flink.scrape()))
                    .as("metrics of the session")
                    .containsAll(flinks(MetricsPage.named(REPOSITORY.resolve("docs/metrics.md"))));

            client.destroy();
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            Process again = submit(flink, document, cluster);
            awaitLine(flink, "runs already at");
            assertThat(again.isAlive()).isTrue();
        }
    }

    /** The fraud example with a short reference, so that most days are judged. */
    private Path document() throws Exception {
        Path document = TestingPipelines.fraud(temp);
        String text = Files.readString(document);
        String shorter = text.replace("{first: 14d, after: 37d}", "{first: 5d}");
        assertThat(shorter).isNotEqualTo(text);
        return Files.writeString(document, shorter);
    }

    private Process submit(TestingFlinkSession flink, Path document, Cluster cluster) throws Exception {
        return flink.run(
                Path.of("target/streamgauge-drift-job.jar").toAbsolutePath(),
                document.toString(),
                "--bootstrap-servers",
                cluster.bootstrapServers(),
                "--schema-registry-url",
                cluster.schemaRegistryUrl());
    }

    private static List<String> flinks(Set<String> names) {
        return names.stream().filter(name -> name.startsWith("flink_")).toList();
    }

    private static Path lib() {
        return Path.of("target/flink/lib").toAbsolutePath();
    }

    private static String verdict(DriftMetric metric) {
        return metric.getWindowStart() + " " + metric.getFeature() + " " + metric.getStatistic();
    }

    private static void awaitLine(TestingFlinkSession flink, String words) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!flink.log("client").contains(words)) {
            assertThat(System.nanoTime()).as(flink.log("client")).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private static List<DriftMetric> awaitMetrics(Cluster cluster, int count) {
        List<DriftMetric> metrics =
                read(cluster, DriftMetric.class, TOPICS.driftMetrics().name(), count);
        assertThat(metrics).hasSizeGreaterThanOrEqualTo(count);
        return metrics;
    }

    /** All verdicts once the last day that can be judged has been. */
    private static List<DriftMetric> settled(Cluster cluster) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<DriftMetric> metrics = awaitMetrics(cluster, 1);
        List<DriftMetric> before = List.of();
        while (metrics.size() > before.size() && System.nanoTime() < deadline) {
            before = metrics;
            Thread.sleep(5_000);
            metrics = awaitMetrics(cluster, 1);
        }
        return metrics;
    }

    private static <T extends SpecificRecord> List<T> read(Cluster cluster, Class<T> type, String topic, int count) {
        AvroCodec<T> codec =
                new AvroCodec<>(type, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        try (TestingConsumer consumer = new TestingConsumer(cluster, topic)) {
            return consumer.await(count, PATIENCE).stream()
                    .map(record -> codec.decode(record.value()))
                    .toList();
        }
    }

    private static void replay(Cluster cluster, Pipeline pipeline, Path file) throws InterruptedException {
        new FileReplay(cluster, "fraud", pipeline.features().scoredSource())
                .publish(file, Pace.rate(PER_SECOND), Long.MAX_VALUE, progress -> {});
    }
}
