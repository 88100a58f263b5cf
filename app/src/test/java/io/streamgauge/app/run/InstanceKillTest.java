package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.processes.OwnJvm;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances in two processes, of which one is killed with {@code kill -9} while readers read and events flow, and started
 * again. It prints how many reads failed, the longest staleness, and how long the restore took per GB of state.
 */
@Tag("slow")
class InstanceKillTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int FED_PER_SECOND = 200;
    private static final int READERS = 4;
    private static final double GB = 1e9;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final AtomicInteger turn = new AtomicInteger();

    @Test
    void noReadFailsWhenOneOfTwoIsKilled() throws Exception {
        Path document = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText() + "\nruntime: {standbys: 1, standby_lag: 30s}\n",
                TestingPipelines.FRAUD_INPUTS);
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        TestingHistory history = TestingHistory.generated(temp, 500, 40);
        int before = history.size() * 3 / 4;
        Path first = history.file(temp, "first.csv", 0, before);
        Path second = history.file(temp, "second.csv", before, history.size());
        List<String> customers = InstancesIT.column(first, 2);
        List<String> urls = Stream.generate(() -> "http://127.0.0.1:" + Ports.settle(0) + "/")
                .limit(2)
                .toList();
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, Map.of());
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
                TestingReaders readers = new TestingReaders()) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            InstancesIT.sources(cluster);
            Process a = start(document, cluster, urls.get(0), "a");
            Process b = start(document, cluster, urls.get(1), "b");
            try {
                for (String url : urls) {
                    readers.awaitReady(url, PATIENCE);
                }
                replay(cluster, pipeline, first, Pace.unlimited());
                assertThat(predictions(cluster, before)).hasSizeGreaterThanOrEqualTo(before);
                CompletableFuture<Void> feeding =
                        CompletableFuture.runAsync(() -> replay(cluster, pipeline, second, Pace.rate(FED_PER_SECOND)));
                readers.read(READERS, urls, "v1/features/customer", () -> next(customers), answer -> {});
                readers.awaitMore(500, PATIENCE);

                a.destroyForcibly().waitFor();
                long killedNanos = System.nanoTime();
                readers.awaitMore(500, PATIENCE);
                readers.awaitAllActive(
                        urls.get(1) + "v1/features/customer", asked(customers.subList(0, 100).stream()), PATIENCE);
                double tookOverS = (System.nanoTime() - killedNanos) / 1e9;

                long startedNanos = System.nanoTime();
                a = start(document, cluster, urls.get(0), "a");
                readers.awaitAnswer(urls.get(0), PATIENCE);
                long answersNanos = System.nanoTime();
                readers.awaitReady(urls.get(0), PATIENCE);
                double restoredS = (System.nanoTime() - answersNanos) / 1e9;
                double changelogsGb = changelogBytes() / GB;
                readers.awaitMore(500, PATIENCE);
                readers.close();
                feeding.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                Map<String, List<Prediction>> predictions = predictions(cluster, history.size());

                System.out.printf(
                        Locale.ROOT,
                        "InstanceKillTest: %s%n  the other instance took over after %.1f s; the killed one answered %.1f s after its start and was ready"
                                + " %.1f s later, with %.3f GB of changelogs restored and followed: %.0f s per GB%n",
                        readers.report(),
                        tookOverS,
                        (answersNanos - startedNanos) / 1e9,
                        restoredS,
                        changelogsGb,
                        restoredS / changelogsGb);
                assertThat(readers.failures()).as(readers.report()).isEmpty();
                assertThat(readers.byStandby()).as("a copy answered meanwhile").isPositive();
                assertThat(readers.longestStalenessMs()).isLessThanOrEqualTo(30_000);
                assertThat(predictions).hasSize(history.size());
                assertThat(predictions.values()).allSatisfy(of -> assertThat(of).hasSize(1));
            } finally {
                a.destroyForcibly().waitFor();
                b.destroyForcibly().waitFor();
            }
        }
    }

    private static Map<String, List<Prediction>> predictions(Cluster cluster, int count) {
        try (TestingConsumer consumer = new TestingConsumer(
                cluster, new TopicCatalogue("fraud").predictions().name())) {
            return consumer.predictions(count, PATIENCE);
        }
    }

    /** As of the event time reached, which goes on. */
    private String next(List<String> customers) {
        int first = turn.getAndIncrement();
        return asked(Stream.of(0, 7, 31).map(step -> customers.get((first + step) % customers.size())));
    }

    private static String asked(Stream<String> customers) {
        return customers
                .map(customer -> "{\"customer_id\": \"" + customer + "\"}")
                .toList()
                .toString()
                .transform(entities -> "{\"entities\": " + entities + "}");
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

    /** What an instance that begins anew reads, at most: all changelogs as the broker keeps them. */
    private long changelogBytes() throws IOException {
        try (Stream<Path> files = Files.walk(temp.resolve("broker"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log")
                            && file.toString().contains("-changelog-"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private Process start(Path document, Cluster cluster, String url, String name) throws IOException {
        return OwnJvm.command(
                        List.of("-Xmx700m", "-XX:+UseSerialGC"),
                        List.of(
                                "run",
                                document.toString(),
                                "--bootstrap-servers",
                                cluster.bootstrapServers(),
                                "--schema-registry-url",
                                cluster.schemaRegistryUrl(),
                                "--no-drift",
                                "--port",
                                Integer.toString(URI.create(url).getPort()),
                                "--data-dir",
                                temp.resolve(name).toString()))
                .start(temp.resolve(name + ".log"));
    }
}
