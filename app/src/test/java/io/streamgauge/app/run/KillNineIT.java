package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.processes.OwnJvm;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.replay.ReplayReport;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run killed with {@code kill -9} in the middle of a replay, and started again: each event is still predicted once. */
class KillNineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PER_SECOND = 500;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void everyEventIsStillPredictedOnce() throws Exception {
        Path document = TestingPipelines.fraud(temp);
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        TestingHistory history = TestingHistory.generated(temp, 150, 30);
        Path file = history.file(temp, "transactions.csv", 0, history.size());
        Path data = temp.resolve("data");

        Process first = start(document, data, "first.log");
        Cluster cluster = await(first, data);
        CompletableFuture<ReplayReport> replay = CompletableFuture.supplyAsync(() -> replay(cluster, pipeline, file));
        try (TestingConsumer consumer = predictions(cluster)) {
            assertThat(consumer.awaitSome(PER_SECOND, PATIENCE)).isGreaterThanOrEqualTo(PER_SECOND);
        }
        assertThat(replay)
                .as("the replay must still be going when the pipeline is killed")
                .isNotDone();
        first.destroyForcibly().waitFor();

        Process second = start(document, data, "second.log");
        try {
            assertThat(await(second, data)).as("same addresses as before").isEqualTo(cluster);
            assertThat(replay.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).published())
                    .isEqualTo(history.size());
            try (TestingConsumer consumer = predictions(cluster)) {
                Map<String, List<Prediction>> predictions = consumer.predictions(history.size(), PATIENCE);

                assertThat(predictions).hasSize(history.size());
                assertThat(origins(predictions))
                        .as("places of the events that were predicted more than once")
                        .isEmpty();
            }
            second.destroy();
            assertThat(second.waitFor(20, TimeUnit.SECONDS))
                    .as("stops when it is told to")
                    .isTrue();
        } finally {
            second.destroyForcibly();
        }
    }

    private static List<String> origins(Map<String, List<Prediction>> predictions) {
        return predictions.values().stream()
                .filter(of -> of.size() > 1)
                .flatMap(List::stream)
                .map(p -> p.getEventId() + " read from " + p.getSourcePartition() + "@" + p.getSourceOffset())
                .toList();
    }

    private static TestingConsumer predictions(Cluster cluster) {
        return new TestingConsumer(
                cluster, new TopicCatalogue("fraud").predictions().name());
    }

    private static ReplayReport replay(Cluster cluster, Pipeline pipeline, Path file) {
        try {
            return new FileReplay(cluster, "fraud", pipeline.features().scoredSource())
                    .publish(file, Pace.rate(PER_SECOND), Long.MAX_VALUE, progress -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process start(Path document, Path data, String log) throws IOException {
        return OwnJvm.command(
                        List.of("-Xmx1g", "-XX:+UseSerialGC"),
                        List.of("run", document.toString(), "--data-dir", data.toString()))
                .start(temp.resolve(log));
    }

    private static Cluster await(Process process, Path data) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            Endpoints endpoints = Endpoints.read(data).orElse(null);
            if (endpoints != null && endpoints.pid() == process.pid()) {
                return new Cluster(endpoints.bootstrapServers(), endpoints.schemaRegistryUrl(), Map.of());
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the pipeline did not come up; is it alive: " + process.isAlive());
    }
}
