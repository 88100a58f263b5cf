package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fraud example gets features and loses some in the middle of its stream, with events on their way between views: what
 * it keeps is served as if nothing had happened, what is new says so.
 */
class ChangedFeaturesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private Pipeline pipeline(String... aggregates) {
        String indent = "      ";
        String text = TestingPipelines.fraudText()
                .replace("[amount, request.*, customer.*, terminal.*]", TestingPipelines.FRAUD_INPUTS.toString())
                .replace(
                        "      tx_count: count\n      amount_mean: mean(amount)\n",
                        indent + String.join("\n" + indent, aggregates) + "\n");
        return PipelineFile.load(TestingPipelines.write(temp, text, TestingPipelines.FRAUD_INPUTS));
    }

    @Test
    void whatStaysIsServedAsIfNothingHadHappened() throws Exception {
        Pipeline before = pipeline("tx_count: count", "amount_mean: mean(amount)", "smallest: min(amount)");
        Pipeline after = pipeline(
                "amount_max: max(amount)",
                "amount_mean: mean(amount)",
                "tx_count: count",
                "shops: count_distinct(terminal_id)");
        RuntimeOptions options = withoutDrift(RuntimeOptions.embedded(temp.resolve("data")));
        TestingHistory history = TestingHistory.aMonth(temp);
        int half = history.size() / 2;
        Path all = history.file(temp, "all.csv", 0, history.size());

        try (PipelineRuntime runtime = PipelineRuntime.start(before, options)) {
            replay(runtime, "labels", all);
            replay(runtime, "transactions", history.file(temp, "first.csv", 0, half));
            try (TestingConsumer consumer = predictions(runtime)) {
                consumer.awaitSome(1, PATIENCE);
            }
        }
        try (PipelineRuntime runtime = PipelineRuntime.start(after, options)) {
            assertThat(runtime.changes())
                    .contains("kept: 12 features with the state there is")
                    .contains("new: customer.amount_max_30d, complete")
                    .contains("gone: customer.smallest_7d")
                    .anySatisfy(line -> assertThat(line).startsWith("new: customer.shops_30d, complete from 2018-"));
            replay(runtime, "transactions", history.file(temp, "second.csv", half, history.size()));
            try (TestingConsumer consumer = predictions(runtime)) {
                Map<String, List<Prediction>> predictions = consumer.predictions(history.size(), PATIENCE);
                Map<String, List<TestingFeatures.Value>> expected = TestingFeatures.ofFile(before, all);

                assertThat(predictions.keySet()).isEqualTo(expected.keySet());
                predictions.forEach((id, of) -> {
                    assertThat(of).hasSize(1);
                    assertThat(TestingFeatures.of(of.get(0).getFeatures()))
                            .as("features of event " + id)
                            .isEqualTo(expected.get(id));
                });
                readsSayWhatIsIncomplete(runtime, predictions);
            }
        }
        try (PipelineRuntime runtime = PipelineRuntime.start(after, options)) {
            assertThat(runtime.changes()).as("the start after").isEmpty();
        }
    }

    private static void readsSayWhatIsIncomplete(PipelineRuntime runtime, Map<String, List<Prediction>> predictions)
            throws Exception {
        JsonNode features = new ObjectMapper()
                .readTree(get(runtime, "v1/features/customer/" + customer(runtime)))
                .path("features");
        int incomplete = 0;
        for (JsonNode feature : features) {
            String name = feature.path("name").asText();
            assertThat(feature.has("incomplete")).as(name).isEqualTo(name.startsWith("shops_30d"));
            incomplete += feature.path("incomplete").asBoolean() ? 1 : 0;
            assertThat(feature.path("completeFrom").asText().startsWith("2018-"))
                    .isEqualTo(name.startsWith("shops_30d"));
        }
        assertThat(incomplete).isEqualTo(1);
        assertThat(get(runtime, "metrics"))
                .contains("streamgauge_feature_incomplete{feature=\"customer.shops_30d\"} 1")
                .contains("streamgauge_feature_incomplete{feature=\"customer.shops_1d\"} 0");
        assertThat(predictions).isNotEmpty();
    }

    /** A customer that was there before the definition changed. */
    private static String customer(PipelineRuntime runtime) throws Exception {
        for (int i = 0; i < 1_000; i++) {
            if (get(runtime, "v1/features/customer/" + i).contains("\"incomplete\"")) {
                return Integer.toString(i);
            }
        }
        throw new AssertionError("no customer has an incomplete feature");
    }

    private static RuntimeOptions withoutDrift(RuntimeOptions all) {
        return all.toBuilder().drift(false).build();
    }

    private static TestingConsumer predictions(PipelineRuntime runtime) {
        return new TestingConsumer(runtime.cluster(), TOPICS.predictions().name());
    }

    private static void replay(PipelineRuntime runtime, String source, Path file) throws InterruptedException {
        new FileReplay(runtime.cluster(), "fraud", runtime.pipeline().features().source(source))
                .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
    }

    private static String get(PipelineRuntime runtime, String path) throws Exception {
        URI uri = URI.create(runtime.endpoints().http().orElseThrow() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
