package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.processes.OwnJvm;
import io.streamgauge.app.profile.PipelineProfiles;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes share a directory for the drift job. The one that runs it is killed with {@code kill -9} while events flow, and
 * the other goes on from its newest checkpoint; what the two publish is what a job publishes that nothing interrupts, each
 * verdict once. One partition, so that the job sees the same order each time.
 */
@Tag("slow")
class DriftTakeOverTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int DAYS = 20;
    private static final int FED_PER_SECOND = 100;
    private static final String METRICS =
            new TopicCatalogue("fraud").driftMetrics().name();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Test
    void theOtherGoesOnAndSaysTheSame() throws Exception {
        Path document = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText()
                                .replaceFirst("reference: \\{first: 14d, after: 37d\\}", "reference: {first: 5d}")
                                .replaceFirst("  lateness: 2d", "  lateness: 1h")
                        + "\nruntime: {partitions: 1}\n",
                TestingPipelines.FRAUD_INPUTS);
        Pipeline pipeline = PipelineFile.load(document);
        TestingHistory history = TestingHistory.generated(temp, 150, DAYS);
        int before = history.size() / 2;
        Path first = history.file(temp, "first.csv", 0, before);
        Path second = history.file(temp, "second.csv", before, history.size());
        Path shared = temp.resolve("drift");
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, Map.of());
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            sources(cluster);
            Instance a = start(document, cluster, "a", shared);
            Instance b = start(document, cluster, "b", shared);
            try {
                boolean ofA = state(a, "RUNNING", "WAITING").equals("RUNNING");
                Instance runs = ofA ? a : b;
                Instance waits = ofA ? b : a;
                state(runs, "RUNNING");
                state(waits, "WAITING");
                assertThat(job(waits).get("reason").asText())
                        .contains(" is in use by process " + runs.process().pid());
                replay(cluster, pipeline, first, Pace.unlimited());
                String firstDay = before(lastWindow(first));
                int known =
                        await(cluster, verdicts -> of(verdicts, firstDay) > 0).size();

                CompletableFuture<Void> feeding =
                        CompletableFuture.runAsync(() -> replay(cluster, pipeline, second, Pace.rate(FED_PER_SECOND)));
                await(cluster, verdicts -> verdicts.size() > known);
                assertThat(feeding).as("events flow").isNotDone();
                runs.process().destroyForcibly().waitFor();
                long killedNanos = System.nanoTime();
                state(waits, "RUNNING");
                double tookOverS = (System.nanoTime() - killedNanos) / 1e9;
                feeding.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

                String last = lastWindow(second);
                int said = await(
                                cluster,
                                verdicts -> of(verdicts, last) > 0 && of(verdicts, last) == of(verdicts, before(last)))
                        .size();
                waits.process().destroyForcibly().waitFor();
                Map<String, List<String>> interrupted = twice(cluster, pipeline, document);
                assertThat(interrupted).hasSize(said);
                System.out.printf(
                        Locale.ROOT,
                        "DriftTakeOverTest: %d verdicts; the other ran the job %.1f s after the kill%n",
                        interrupted.size(),
                        tookOverS);
                assertThat(interrupted).hasSizeGreaterThan(known + 20);
                interrupted.forEach((key, verdicts) ->
                        assertThat(verdicts).as(key).containsExactly(verdicts.get(0), verdicts.get(0)));
            } finally {
                a.process().destroyForcibly().waitFor();
                b.process().destroyForcibly().waitFor();
            }
        }
    }

    /**
     * An instance.
     *
     * @param url where it answers
     */
    private record Instance(String name, Process process, String url) {}

    /**
     * All verdicts once those of the job that was interrupted have been joined by those of one that was not, which reads the
     * same predictions from the first on.
     */
    private Map<String, List<String>> twice(Cluster cluster, Pipeline pipeline, Path document)
            throws InterruptedException {
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        DriftPart uninterrupted = DriftPart.start(
                pipeline,
                cluster,
                temp.resolve("drift-uninterrupted"),
                PipelineProfiles.of(pipeline, StoredModels.location(pipeline, document.resolveSibling("models"))),
                failed::complete);
        try {
            Map<String, List<String>> all = await(
                    cluster, verdicts -> verdicts.values().stream().allMatch(of -> of.size() > 1) || failed.isDone());
            assertThat(failed).isNotDone();
            return all;
        } finally {
            uninterrupted.close();
        }
    }

    /** The end of the last window that the events close for certain. */
    private static String lastWindow(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int column = List.of(lines.get(0).split(",", -1)).indexOf("TX_DATETIME");
        String time = lines.get(lines.size() - 1).split(",", -1)[column];
        return Instant.parse(time.replace(' ', 'T') + "Z")
                .minus(2, ChronoUnit.HOURS)
                .truncatedTo(ChronoUnit.DAYS)
                .toString();
    }

    private static String before(String window) {
        return Instant.parse(window).minus(1, ChronoUnit.DAYS).toString();
    }

    /** How many verdicts there are of a window. */
    private static long of(Map<String, List<String>> verdicts, String window) {
        return verdicts.keySet().stream()
                .filter(key -> key.startsWith(window + " "))
                .count();
    }

    /** What is committed once it is enough: what was said of each window, feature and statistic, as often as it was said. */
    private static Map<String, List<String>> await(Cluster cluster, Predicate<Map<String, List<String>>> enough) {
        AvroCodec<DriftMetric> codec = new AvroCodec<>(
                DriftMetric.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (TestingConsumer consumer = new TestingConsumer(cluster, METRICS)) {
            int seen = 0;
            while (true) {
                Map<String, List<String>> verdicts = new TreeMap<>();
                var records = consumer.await(seen + 1, Duration.ofSeconds(1));
                seen = records.size();
                for (var record : records) {
                    DriftMetric metric = codec.decode(record.value());
                    verdicts.computeIfAbsent(
                                    metric.getWindowEnd() + " " + metric.getFeature() + " " + metric.getStatistic()
                                            + " " + metric.getRevision(),
                                    key -> new ArrayList<>())
                            .add(metric.toString());
                }
                if (enough.test(verdicts)) {
                    return verdicts;
                }
                assertThat(System.nanoTime())
                        .as("%d verdicts in time", verdicts.size())
                        .isLessThan(deadline);
            }
        }
    }

    /** Waits until the drift job is in one of these states as far as the instance knows; which. */
    private String state(Instance instance, String... states) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "nothing";
        while (System.nanoTime() < deadline && instance.process().isAlive()) {
            try {
                JsonNode job = job(instance);
                last = String.valueOf(job); // null while the pipeline starts
                if (job != null && List.of(states).contains(job.get("state").asText())) {
                    return job.get("state").asText();
                }
            } catch (IOException e) {
                last = e.toString(); // it does not listen yet
            }
            Thread.sleep(LOOK.toMillis());
        }
        throw new AssertionError("the drift job of instance " + instance.name() + " is " + last + "; its log:\n"
                + Files.readString(temp.resolve(instance.name() + ".log")));
    }

    private JsonNode job(Instance instance) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(instance.url() + "v1/status"))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body()).get("driftJob");
    }

    private static void sources(Cluster cluster) throws Exception {
        Map<String, String> forEver =
                Map.of("retention.ms", "-1", "message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            admin.createTopics(List.of(
                            new NewTopic("transactions", 1, (short) 1).configs(forEver),
                            new NewTopic("transaction-labels", 1, (short) 1).configs(forEver)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void replay(Cluster cluster, Pipeline pipeline, Path file, Pace pace) {
        try {
            new FileReplay(cluster, "fraud", pipeline.features().scoredSource())
                    .publish(file, pace, Long.MAX_VALUE, progress -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Instance start(Path document, Cluster cluster, String name, Path shared) throws IOException {
        int port = Ports.settle(0);
        Process process = OwnJvm.command(
                        List.of("-Xmx700m", "-XX:+UseSerialGC"),
                        List.of(
                                "run",
                                document.toString(),
                                "--bootstrap-servers",
                                cluster.bootstrapServers(),
                                "--schema-registry-url",
                                cluster.schemaRegistryUrl(),
                                "--drift-dir",
                                shared.toString(),
                                "--port",
                                Integer.toString(port),
                                "--data-dir",
                                temp.resolve(name).toString()))
                .start(temp.resolve(name + ".log"));
        return new Instance(name, process, "http://127.0.0.1:" + port + "/");
    }
}
