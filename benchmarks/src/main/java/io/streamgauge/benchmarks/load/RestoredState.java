package io.streamgauge.benchmarks.load;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.replay.EventPublisher;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.EventWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A state of a size to choose: the quickstart's cards, each with {@value #VISITS} payments in a row that bring an embedding of
 * {@value #ELEMENTS} numbers, all of them in the longest window.
 */
final class RestoredState {

    private static final int ELEMENTS = 32;
    private static final int VISITS = 10;
    /** What an event adds to its card's rows: a value and its time per element, and the card's other features. */
    private static final int BYTES_PER_EVENT = 460;

    private static final long START_MS = Instant.parse("2026-05-04T00:00:00Z").toEpochMilli();
    private static final long SPAN_MS = 6L * 86_400_000;
    private static final long POLL_NANOS = 50_000_000;

    private static final String VIEW = """
            features:
              taste:
                entity: card
                from: payments
                windows: [7d]
                aggregates: {usual: mean(embedding)}
            """;

    private final Pipeline pipeline;
    private final long events;

    private RestoredState(Pipeline pipeline, long events) {
        this.pipeline = pipeline;
        this.events = events;
    }

    /**
     * The quickstart's pipeline with embeddings.
     *
     * @param megabytes about how large its state is to be
     */
    static RestoredState of(Path checkout, Path folder, int megabytes) throws IOException {
        Path example = checkout.resolve("examples/quickstart");
        Files.createDirectories(folder.resolve("model"));
        Files.copy(example.resolve("model/cards.onnx"), folder.resolve("model/cards.onnx"));
        String text = Files.readString(example.resolve("pipeline.yaml"))
                .replace("format: json ", "format: avro ")
                .replace("amount: double}", "amount: double, embedding: vector(" + ELEMENTS + ")}")
                .replaceFirst("(?m)^features:\n", VIEW);
        return new RestoredState(
                PipelineFile.load(Files.writeString(folder.resolve("pipeline.yaml"), text)),
                megabytes * 1_000_000L / BYTES_PER_EVENT);
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** How many events make it. */
    long events() {
        return events;
    }

    /** How many cards have rows. */
    long cards() {
        return (events + VISITS - 1) / VISITS;
    }

    /** Publishes the events and returns once the pipeline has taken all of them in. */
    void fill(PipelineRuntime runtime) {
        Cluster cluster = runtime.cluster();
        SourceDefinition source = pipeline.features().scoredSource();
        EventSchema schema = source.schema();
        Random random = new Random(1);
        try (EventPublisher publisher = new EventPublisher(
                cluster,
                pipeline.name(),
                source,
                EventWriter.of(
                        pipeline.name(),
                        source,
                        new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry())))) {
            int embedding = schema.indexOf("embedding_0");
            for (long number = 0; number < events; number++) {
                long timeMs = START_MS + Math.floorDiv(number * SPAN_MS, events);
                Event event = new Event(schema);
                event.setText(schema.indexOf("id"), "p" + number);
                event.setLong(schema.indexOf("time"), timeMs);
                event.setText(schema.indexOf("card"), "c" + number / VISITS);
                event.setDouble(schema.indexOf("amount"), random.nextInt(10_000) / 100.0);
                for (int i = 0; i < ELEMENTS; i++) {
                    event.setDouble(embedding + i, random.nextGaussian());
                }
                publisher.publish(event.identify("p" + number, timeMs));
            }
            publisher.commit();
        }
        while (runtime.live().predicted() < events) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
