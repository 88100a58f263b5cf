package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.processes.OwnJvm;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes of their own that get what Ctrl-C sends: they leave nothing open or half, and end with 130. */
@Tag("slow")
class InterruptedCommandsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_NANOS = 20_000_000;
    private static final int INTERRUPTED = 130;
    private static final Path ENV = Path.of("/usr/bin/env");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void aReplayTakesBackWhatIsNotCommittedAndSoDoesOneOfScores() throws Exception {
        Path document = TestingPipelines.fraud(temp);
        TestingHistory history = TestingHistory.generated(temp, 150, 30);
        Path file = history.file(temp, "transactions.csv", 0, history.size());
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, Map.of());
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            InstancesIT.sources(cluster);

            Process replay = start(
                    cluster, "replay", "replay", document.toString(), "--file", file.toString(), "--rate", "500/s");
            awaitRecords(cluster, "transactions", 700);
            interrupt(replay);
            int published = published(Files.readString(temp.resolve("replay.log")));
            assertThat(open(cluster)).isEmpty();
            assertThat(records(cluster, "transactions")).isEqualTo(published).isBetween(700, history.size() - 1);

            Process scoring = run(cluster, document, "fraud");
            awaitRecords(cluster, "fraud.predictions", published);
            interrupt(scoring);
            assertThat(open(cluster)).isEmpty();

            Path again = Files.writeString(
                    temp.resolve("again.yaml"),
                    Files.readString(document).replaceFirst("pipeline: fraud", "pipeline: fraud-again"));
            Process rescoring = run(cluster, again, "again", "--replay-of", "fraud");
            awaitRecords(cluster, "fraud-again.predictions", 1);
            interrupt(rescoring);
            assertThat(open(cluster)).isEmpty();
            Process goingOn = run(cluster, again, "again", "--replay-of", "fraud");
            awaitRecords(cluster, "fraud-again.predictions", published);
            interrupt(goingOn);
            assertThat(open(cluster)).isEmpty();
            assertThat(predictions(cluster, "fraud-again", published))
                    .isEqualTo(predictions(cluster, "fraud", published))
                    .hasSize(published)
                    .allSatisfy((id, scores) -> assertThat(scores).hasSize(1));
        }
    }

    @Test
    void aTrainingSetLeavesNoFiles() throws Exception {
        Path document = TestingPipelines.fraud(temp);
        TestingHistory history = TestingHistory.generated(temp, 2_000, 60);
        Path file = history.file(temp, "transactions.csv", 0, history.size());
        Path out = Files.createDirectory(temp.resolve("out"));
        Process join = start(
                "join",
                List.of(
                        "training-set",
                        document.toString(),
                        "--labels",
                        file.toString(),
                        "--id-column",
                        "TRANSACTION_ID",
                        "--label-columns",
                        "TX_FRAUD",
                        "--input",
                        "transactions=" + file,
                        "--input",
                        "labels=" + file,
                        "--threads",
                        "1",
                        "--out",
                        out.resolve("set.parquet").toString()));
        await(() -> files(out) > 0);
        interrupt(join);
        assertThat(files(out)).as("scratch and half a file").isZero();
        assertThat(Files.readString(temp.resolve("join.log"))).contains("streamgauge: stopped; nothing is left behind");
    }

    private Process run(Cluster cluster, Path document, String name, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "run",
                document.toString(),
                "--no-drift",
                "--port",
                "0",
                "--data-dir",
                temp.resolve(name).toString()));
        words.addAll(List.of(more));
        return start(cluster, name, words.toArray(String[]::new));
    }

    private Process start(Cluster cluster, String name, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--bootstrap-servers",
                cluster.bootstrapServers(),
                "--schema-registry-url",
                cluster.schemaRegistryUrl()));
        return start(name, all);
    }

    /** Also where this process was started in the background, which ignores Ctrl-C, and so would those that it starts. */
    private Process start(String name, List<String> words) throws IOException {
        assumeTrue(Files.isExecutable(ENV), "there is no " + ENV);
        ProcessBuilder builder =
                OwnJvm.command(List.of("-Xmx700m", "-XX:+UseSerialGC"), words).builder();
        builder.command().addAll(0, List.of(ENV.toString(), "--default-signal=INT"));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        temp.resolve(name + ".log").toFile()))
                .start();
    }

    private static void interrupt(Process process) throws Exception {
        try {
            assertThat(process.isAlive()).as("still going").isTrue();
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(INTERRUPTED);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static int published(String log) {
        Matcher told = Pattern.compile("stopped; ([\\d,]+) events of .* are published, nothing is left open")
                .matcher(log);
        assertThat(told.find()).as(log).isTrue();
        return Integer.parseInt(told.group(1).replace(",", ""));
    }

    /** Transactions that have not ended. */
    private static List<TransactionListing> open(Cluster cluster) throws Exception {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            return admin.listTransactions().all().get(30, TimeUnit.SECONDS).stream()
                    .filter(each -> each.state() == TransactionState.ONGOING)
                    .toList();
        }
    }

    private static void awaitRecords(Cluster cluster, String topic, int count) {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            await(() -> {
                try {
                    return admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(topic);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
        }
        try (TestingConsumer consumer = new TestingConsumer(cluster, topic)) {
            assertThat(consumer.awaitSome(count, PATIENCE)).isGreaterThanOrEqualTo(count);
        }
    }

    private static int records(Cluster cluster, String topic) {
        try (TestingConsumer consumer = new TestingConsumer(cluster, topic)) {
            return consumer.await(0, PATIENCE).size();
        }
    }

    private static Map<String, List<Double>> predictions(Cluster cluster, String pipeline, int count) {
        try (TestingConsumer consumer = new TestingConsumer(
                cluster, new TopicCatalogue(pipeline).predictions().name())) {
            Map<String, List<Double>> scores = new TreeMap<>();
            consumer.predictions(count, PATIENCE)
                    .forEach((id, of) ->
                            scores.put(id, of.stream().map(Prediction::getScore).toList()));
            return scores;
        }
    }

    private static long files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
