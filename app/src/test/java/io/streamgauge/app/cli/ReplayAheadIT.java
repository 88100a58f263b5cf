package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.app.run.TestingConsumer;
import io.streamgauge.app.run.TestingHistory;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month of history through a pipeline that runs, with and without a bound on how far it may be ahead of what is scored. */
class ReplayAheadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AHEAD = Duration.ofDays(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void noPartitionFallsFurtherBehindThanAllowed() throws Exception {
        Path document = TestingPipelines.fraud(temp);
        TestingHistory history = TestingHistory.generated(temp, 100, 30);
        Path file = history.file(temp, "all.csv", 0, history.size());
        try (PipelineRuntime runtime = PipelineRuntime.start(
                        PipelineFile.load(document), RuntimeOptions.embedded(temp.resolve("data")));
                TestingConsumer consumer = new TestingConsumer(
                        runtime.cluster(),
                        new TopicCatalogue("fraud").predictions().name())) {
            FileReplay labels = new FileReplay(
                    runtime.cluster(), "fraud", runtime.pipeline().features().source("labels"));
            CompletableFuture<Void> meanwhile = publishing(labels, file);
            Told bounded = replay(
                    runtime, document.toString(), "--file", file.toString(), "--max-ahead", AHEAD.toDays() + "d");
            labels.stop();
            meanwhile.join();
            assertThat(bounded.code()).as(bounded.err()).isEqualTo(ExitCode.OK);
            assertThat(bounded.err()).doesNotContain("drift.lateness");

            List<ConsumerRecord<byte[], byte[]>> predictions = consumer.await(history.size(), PATIENCE);
            assertThat(predictions).hasSize(history.size());
            assertThat(furthestBehindMs(predictions)).isLessThanOrEqualTo(AHEAD.toMillis());
        }
    }

    private static CompletableFuture<Void> publishing(FileReplay replay, Path file) {
        return CompletableFuture.runAsync(() -> {
            try {
                replay.publish(file, Pace.rate(60), Long.MAX_VALUE, progress -> {});
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void saysWhatItCannotWaitFor() throws Exception {
        Path document = TestingPipelines.fraud(temp);
        TestingHistory history = TestingHistory.generated(temp, 40, 30);
        Path file = history.file(temp, "all.csv", 0, history.size());
        String path = document.toString();
        try (PipelineRuntime runtime =
                PipelineRuntime.start(PipelineFile.load(document), RuntimeOptions.embedded(temp.resolve("data")))) {
            Told history30 = replay(runtime, path, "--file", file.toString());
            assertThat(history30.code()).isEqualTo(ExitCode.OK);
            assertThat(history30.err())
                    .contains("days of event time were published in", "drift.lateness (2d)", "--max-ahead");

            assertThat(replay(runtime, path, "--file", file.toString(), "--max-ahead", "30d")
                            .err())
                    .contains("drift.lateness (2d)", "--max-ahead of at most that avoids it");
            assertThat(replay(runtime, path, "--file", file.toString(), "--max-ahead", "soon")
                            .err())
                    .contains("--max-ahead: 'soon' is no duration; expected a whole number and a unit");
            assertThat(replay(runtime, path, "--file", file.toString(), "--max-ahead", "0h")
                            .err())
                    .contains("--max-ahead: '0h' is out of range; allowed: 1ms or more");
            assertThat(replay(runtime, path, "--source", "labels", "--file", file.toString(), "--max-ahead", "1h")
                            .err())
                    .contains("--max-ahead: events of source labels are not scored; it is for transactions");

            Path other = Files.writeString(
                    temp.resolve("other.yaml"),
                    Files.readString(document).replaceFirst("pipeline: fraud", "pipeline: other"));
            Told nobody = replay(runtime, other.toString(), "--file", file.toString(), "--max-ahead", "1h");
            assertThat(nobody.code()).isEqualTo(ExitCode.FAILED);
            assertThat(nobody.err()).contains("no instance of pipeline other runs");
        }
    }

    /** How far an event is behind the latest before it in its partition of the predictions, whose records have events' times. */
    private static long furthestBehindMs(List<ConsumerRecord<byte[], byte[]>> predictions) {
        Map<Integer, Long> latestMs = new HashMap<>();
        return predictions.stream()
                .mapToLong(record ->
                        latestMs.merge(record.partition(), record.timestamp(), Math::max) - record.timestamp())
                .max()
                .orElseThrow();
    }

    private record Told(int code, String err) {}

    private static Told replay(PipelineRuntime runtime, String... words) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(words));
        all.addAll(List.of(
                "--bootstrap-servers",
                runtime.cluster().bootstrapServers(),
                "--schema-registry-url",
                runtime.cluster().schemaRegistryUrl()));
        StringWriter err = new StringWriter();
        int code = Cli.create(new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), Map.of())
                .execute(all.toArray(String[]::new));
        return new Told(code, err.toString());
    }
}
