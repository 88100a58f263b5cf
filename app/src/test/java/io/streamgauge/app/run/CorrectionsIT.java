package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.replay.EventPublisher;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fraud example with corrections, on embedded services: four partitions, a hop between its two views. */
class CorrectionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");
    private static final Instant NOON = Instant.parse("2018-05-01T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void vectorsThatALaterEventChangesArePublishedAgain() throws Exception {
        Pipeline pipeline = PipelineFile.load(TestingPipelines.write(
                temp, TestingPipelines.fraudText() + "runtime: {corrections: true}\n", TestingPipelines.FRAUD_INPUTS));
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, RuntimeOptions.embedded(temp.resolve("data")));
                TestingConsumer predictions = new TestingConsumer(
                        runtime.cluster(), TOPICS.predictions().name());
                TestingConsumer corrections = new TestingConsumer(
                        runtime.cluster(), TOPICS.corrections().name())) {
            publish(runtime, "transactions", transaction(pipeline, "a", 0), transaction(pipeline, "b", 60));
            assertThat(predictions.await(2, PATIENCE)).hasSize(2);
            publish(runtime, "transactions", transaction(pipeline, "between", 30));
            assertThat(predictions.await(3, PATIENCE)).hasSize(3);
            publish(runtime, "labels", label(pipeline, "old", Duration.ofDays(7).plusHours(1)));

            AvroCodec<VectorCorrection> codec = new AvroCodec<>(VectorCorrection.class, registry(runtime));
            List<VectorCorrection> made = corrections.await(4, PATIENCE).stream()
                    .map(record -> codec.decode(record.value()))
                    .toList();
            assertThat(made)
                    .extracting(c -> c.getEventId() + " " + c.getNumber() + " by " + c.getCauseEventId() + " of "
                            + c.getCauseSource())
                    .containsExactlyInAnyOrder(
                            "b 1 by between of transactions",
                            "a 1 by old of labels",
                            "between 1 by old of labels",
                            "b 2 by old of labels");
            VectorCorrection last =
                    made.stream().filter(c -> c.getNumber() == 2).findAny().orElseThrow();
            assertThat(value(last.getFeatures(), "customer.tx_count_1d")).isEqualTo(3);
            assertThat(value(last.getFeatures(), "terminal.tx_count_1d")).isEqualTo(1);
            assertThat(value(last.getReplaced(), "terminal.tx_count_1d")).isZero();
            assertThat(last.getReplaced()).extracting(ServedFeature::getName).allMatch(n -> n.startsWith("terminal."));
            assertThat(predictions.await(3, PATIENCE))
                    .as("nothing is scored again")
                    .hasSize(3);
        }
    }

    private static double value(List<ServedFeature> features, String name) {
        return features.stream()
                .filter(f -> f.getName().equals(name))
                .mapToDouble(f -> f.getValue() == null ? Double.NaN : f.getValue())
                .findAny()
                .orElseThrow();
    }

    private static Event transaction(Pipeline pipeline, String id, long seconds) {
        Event event = event(pipeline.features().source("transactions"), id, NOON.plusSeconds(seconds));
        event.setText(event.schema().indexOf("customer_id"), "58");
        event.setDouble(event.schema().indexOf("amount"), 10);
        return event;
    }

    private static Event label(Pipeline pipeline, String id, Duration beforeNoon) {
        Event event = event(pipeline.features().source("labels"), id, NOON.minus(beforeNoon));
        event.setBoolean(event.schema().indexOf("fraud"), true);
        return event;
    }

    private static Event event(SourceDefinition source, String id, Instant time) {
        Event event = new Event(source.schema());
        event.setText(event.schema().indexOf("transaction_id"), id);
        event.setLong(event.schema().indexOf("event_time"), time.toEpochMilli());
        event.setText(event.schema().indexOf("terminal_id"), "1");
        return event.identify(id, time.toEpochMilli());
    }

    private static void publish(PipelineRuntime runtime, String source, Event... events) throws InterruptedException {
        SourceDefinition declared = runtime.pipeline().features().source(source);
        try (EventPublisher publisher = new EventPublisher(
                runtime.cluster(), "fraud", declared, EventWriter.of("fraud", declared, registry(runtime)))) {
            for (Event event : events) {
                publisher.publish(event);
            }
            publisher.commit();
        }
    }

    private static SchemaRegistry registry(PipelineRuntime runtime) {
        return new ConfluentSchemaRegistry(runtime.cluster().schemaRegistryUrl(), Map.of());
    }
}
