package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.replay.EventPublisher;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of three payments of a customer at one terminal the last is of the day before, later than drift waits for. */
class LatePredictionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant MIDNIGHT = Instant.parse("2018-05-02T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void whoAsksForTheStatusOrScrapesIsTold() throws Exception {
        String text = TestingPipelines.fraudText();
        String impatient = text.replace("lateness: 2d ", "lateness: 1m ");
        assertThat(impatient).isNotEqualTo(text);
        Pipeline pipeline = PipelineFile.load(TestingPipelines.write(temp, impatient, TestingPipelines.FRAUD_INPUTS));
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, RuntimeOptions.embedded(temp.resolve("data")));
                TestingConsumer predictions = new TestingConsumer(
                        runtime.cluster(),
                        new TopicCatalogue("fraud").predictions().name())) {
            assertThat(driftJob(runtime).get("state").asText()).isEqualTo("RUNNING");
            assertThat(driftJob(runtime).get("latePredictions").asLong(-1)).isZero();

            publish(runtime, -60, 300, -30);
            assertThat(predictions.await(3, PATIENCE)).hasSize(3);

            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (driftJob(runtime).get("latePredictions").asLong() == 0 && System.nanoTime() < deadline) {
                Thread.sleep(100);
            }
            assertThat(driftJob(runtime).get("latePredictions").asLong()).isEqualTo(1);
            assertThat(driftJob(runtime).get("incompleteWindows").asLong(-1)).isZero();
            assertThat(get(runtime, "metrics")).contains("streamgauge_drift_late_predictions_total 1.0\n");
        }
    }

    private JsonNode driftJob(PipelineRuntime runtime) throws Exception {
        return new ObjectMapper().readTree(get(runtime, "v1/status")).get("driftJob");
    }

    private String get(PipelineRuntime runtime, String path) throws Exception {
        URI uri = URI.create(runtime.endpoints().http().orElseThrow()).resolve(path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void publish(PipelineRuntime runtime, int... seconds) throws InterruptedException {
        SourceDefinition source = runtime.pipeline().features().scoredSource();
        ConfluentSchemaRegistry registry =
                new ConfluentSchemaRegistry(runtime.cluster().schemaRegistryUrl(), Map.of());
        try (EventPublisher publisher =
                new EventPublisher(runtime.cluster(), "fraud", source, EventWriter.of("fraud", source, registry))) {
            for (int second : seconds) {
                publisher.publish(payment(source, second));
            }
            publisher.commit();
        }
    }

    private static Event payment(SourceDefinition source, int second) {
        long timeMs = MIDNIGHT.plusSeconds(second).toEpochMilli();
        String id = "at " + second;
        Event event = new Event(source.schema());
        event.setText(source.schema().indexOf("transaction_id"), id);
        event.setLong(source.schema().indexOf("event_time"), timeMs);
        event.setText(source.schema().indexOf("customer_id"), "58");
        event.setText(source.schema().indexOf("terminal_id"), "1");
        event.setDouble(source.schema().indexOf("amount"), 10);
        return event.identify(id, timeMs);
    }
}
