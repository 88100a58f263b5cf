package io.streamgauge.app.switching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.EmbeddedCluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.TestingConsumer;
import io.streamgauge.app.run.TestingHistory;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.store.event.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A changed definition takes over the topic that consumers read, with events on their way through both pipelines. */
@Timeout(300)
class SwitchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "fraud.predictions";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @SuppressWarnings("NullAway.Init")
    private Pipeline fraud;

    @SuppressWarnings("NullAway.Init")
    private Pipeline fraud2;

    @SuppressWarnings("NullAway.Init")
    private TestingHistory history;

    @BeforeEach
    void documents() throws IOException {
        fraud = PipelineFile.load(TestingPipelines.fraud(temp.resolve("fraud")));
        fraud2 = PipelineFile.load(TestingPipelines.write(
                temp.resolve("fraud-2"),
                TestingPipelines.fraudText()
                        .replace("pipeline: fraud", "pipeline: fraud-2")
                        .replace(
                                "amount_mean: mean(amount)", "amount_mean: {of: mean(amount), include_current: false}"),
                TestingPipelines.FRAUD_INPUTS));
        history = TestingHistory.aMonth(temp);
    }

    @Test
    void eachEventIsPredictedOnceInTheTopicThroughTheSwitch() throws Exception {
        int size = history.size();
        try (PipelineRuntime old = PipelineRuntime.start(fraud, options("fraud", Optional.empty()))) {
            replay(old.cluster(), "labels", 0, size);
            replay(old.cluster(), "transactions", 0, size / 4);
            try (PipelineRuntime next = PipelineRuntime.start(fraud2, options("fraud-2", Optional.of(old.cluster())))) {
                await(old.cluster(), "fraud-2.predictions", 1);
            }
            await(old.cluster(), TOPIC, size / 4);
            replay(old.cluster(), "transactions", size / 4, size / 2);
            await(old.cluster(), TOPIC, size / 4 + 1);
            // It is stopped with events on their way.
        }
        try (EmbeddedCluster kafka = EmbeddedCluster.start("fraud", options("fraud", Optional.empty()))) {
            Cluster cluster = new Cluster(
                    kafka.endpoints().bootstrapServers(), kafka.endpoints().schemaRegistryUrl(), Map.of());
            int former = count(cluster);
            aPipelineThatIsBehindIsRefused(cluster);
            try (PipelineRuntime next = PipelineRuntime.start(fraud2, options("fraud-2", Optional.of(cluster)))) {
                assertThat(next.served()).as("nothing was switched").isEmpty();
                replay(cluster, "transactions", size / 2, size * 3 / 4);
                await(cluster, "fraud-2.predictions", size * 3 / 4);
                aPipelineThatRunsIsRefused(cluster);
            }
            aSwitchThatIsKilledKeepsBothFromRunning(cluster, former);

            SwitchReport report = new Switch(cluster, "fraud", "fraud-2", text -> {}).run();

            assertThat(report.topic()).isEqualTo(TOPIC);
            assertThat(report.before()).isFalse();
            assertThat(report.copied()).isEqualTo(size * 3 / 4 - former);
            assertThat(once(cluster, size * 3 / 4)).containsEntry("fraud", former);
            try (PipelineRuntime next = PipelineRuntime.start(fraud2, options("fraud-2", Optional.of(cluster)))) {
                assertThat(next.served()).contains(TOPIC);
                replay(cluster, "transactions", size * 3 / 4, size);
                await(cluster, TOPIC, size);
                assertThat(once(cluster, size)).isEqualTo(Map.of("fraud", former, "fraud-2", size - former));
                await(cluster, "fraud-2.predictions", size);
            }
            afterTheCutEveryPredictionIsTheNextWriters(cluster, report);
            thereIsNoSimpleWayBack(cluster, report);
            assertThat(once(cluster, size)).hasSize(2);
        }
    }

    private void aPipelineThatIsBehindIsRefused(Cluster cluster) {
        assertThatThrownBy(() -> new Switch(cluster, "fraud", "fraud-2", text -> {}).run())
                .isInstanceOf(CommandFailedException.class)
                .hasMessageMatching(
                        "pipeline fraud-2 is behind by \\d+ events: fraud.predictions has predictions of them,"
                                + " and fraud-2 would predict them again. Run fraud-2 until it has caught up, with fraud stopped,"
                                + " and switch then.");
    }

    private static void aPipelineThatRunsIsRefused(Cluster cluster) {
        assertThatThrownBy(() -> new Switch(cluster, "fraud", "fraud-2", text -> {}).run())
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith("pipeline fraud-2 runs: its group fraud-2.topology has ")
                .hasMessageContaining("fraud-2.topology-");
    }

    private void aSwitchThatIsKilledKeepsBothFromRunning(Cluster cluster, int former) {
        int batch = 50;
        int[] batches = {0};
        Switch killed = new Switch(
                cluster,
                "fraud",
                "fraud-2",
                text -> {
                    if (text.endsWith("copied") && ++batches[0] == 3) {
                        throw new IllegalStateException("killed on purpose");
                    }
                },
                batch);

        assertThatThrownBy(killed::run).hasMessage("killed on purpose");
        assertThat(count(cluster)).isEqualTo(former + 3 * batch);
        for (Pipeline pipeline : List.of(fraud, fraud2)) {
            assertThatThrownBy(() -> start(pipeline, "stopped-" + pipeline.name(), cluster))
                    .hasMessage(
                            "pipeline " + pipeline.name() + " cannot run: a switch of fraud.predictions from fraud to"
                                    + " fraud-2 has begun and not ended; run 'streamgauge switch fraud fraud-2' again, which ends"
                                    + " it");
        }
        assertThatThrownBy(() -> new Switch(cluster, "fraud", "fraud-3", text -> {}).run())
                .hasMessageContaining("fraud-3");
    }

    private static void afterTheCutEveryPredictionIsTheNextWriters(Cluster cluster, SwitchReport report) {
        Map<Integer, Long> cut = new HashMap<>();
        report.cut().forEach(c -> cut.put(c.partition(), c.offset()));
        assertThat(cut).isNotEmpty();
        for (Prediction prediction : predictions(cluster, 1)) {
            long offset = cut.getOrDefault(prediction.getSourcePartition(), 0L);
            if (prediction.getSourceOffset() >= offset) {
                assertThat(prediction.getPipeline()).isEqualTo("fraud-2");
            }
        }
    }

    private void thereIsNoSimpleWayBack(Cluster cluster, SwitchReport report) {
        SwitchReport again = new Switch(cluster, "fraud", "fraud-2", text -> {}).run();
        assertThat(again.before()).isTrue();
        assertThat(again.since()).isEqualTo(report.since());
        assertThat(again.cut()).isEqualTo(report.cut());
        assertThatThrownBy(() -> start(fraud, "elsewhere", cluster))
                .hasMessageStartingWith(
                        "pipeline fraud cannot run: fraud.predictions has been written by pipeline fraud-2");
        assertThatThrownBy(() -> new Switch(cluster, "fraud-2", "fraud", text -> {}).run())
                .hasMessageStartingWith(
                        "fraud.predictions is written by pipeline fraud-2, not by fraud, whose state has"
                                + " stood still since ");
    }

    private void start(Pipeline pipeline, String directory, Cluster cluster) {
        PipelineRuntime.start(pipeline, options(directory, Optional.of(cluster)))
                .close();
    }

    /** How many predictions of the topic each pipeline made; each event was predicted once. */
    private static Map<String, Integer> once(Cluster cluster, int count) {
        Map<Origin, Integer> byOrigin = new HashMap<>();
        Map<String, Integer> byPipeline = new HashMap<>();
        for (Prediction p : predictions(cluster, count)) {
            byOrigin.merge(
                    new Origin(p.getSourceTopic(), p.getSourcePartition(), p.getSourceOffset()), 1, Integer::sum);
            byPipeline.merge(p.getPipeline(), 1, Integer::sum);
        }
        assertThat(byOrigin).hasSize(count);
        assertThat(byOrigin.values()).allMatch(times -> times == 1);
        return byPipeline;
    }

    private static List<Prediction> predictions(Cluster cluster, int count) {
        try (TestingConsumer consumer = new TestingConsumer(cluster, TOPIC)) {
            return consumer.predictions(count, PATIENCE).values().stream()
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private static int count(Cluster cluster) {
        return predictions(cluster, 1).size();
    }

    private static void await(Cluster cluster, String topic, int count) {
        try (TestingConsumer consumer = new TestingConsumer(cluster, topic)) {
            assertThat(consumer.awaitSome(count, PATIENCE)).isGreaterThanOrEqualTo(count);
        }
    }

    private void replay(Cluster cluster, String source, int first, int end) throws Exception {
        new FileReplay(cluster, "fraud", fraud.features().source(source))
                .publish(
                        history.file(temp, source + first + ".csv", first, end),
                        Pace.unlimited(),
                        Long.MAX_VALUE,
                        progress -> {});
    }

    private RuntimeOptions options(String directory, Optional<Cluster> cluster) {
        return RuntimeOptions.in(temp.resolve(directory).resolve("data"))
                .cluster(cluster)
                .anyPorts()
                .drift(false)
                .build();
    }
}
