package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.generator.Transaction;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration through broker, registry, topology, model and drift job, all real, in this process. */
class DemoIT {

    private static final DemoWorld WORLD =
            new DemoWorld(DemoWorld.DEFAULT_SEED, OptionalInt.of(DemoWorld.DEFAULT_SHIFT_DAY));
    /** The second window after the shift is closed two days after its end. */
    private static final int DAYS = DemoWorld.DEFAULT_SHIFT_DAY + 6;

    /** The demonstration's own; faster, and a task that pauses is later than the drift job waits (two days: 1.2 s). */
    private static final int EVENTS_PER_SECOND = 2_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void theShiftIsFoundAndASecondStartGoesOnWithTheNextTransaction() throws Exception {
        long days = new TransactionGenerator(WORLD.generator()).days(0, DAYS).count();

        JsonNode first = demo(days);

        assertThat(first.get("events").asLong()).isEqualTo(days);
        assertThat(first.get("predictions").asLong()).isEqualTo(days);
        assertThat(first.get("complete").asBoolean()).isTrue();
        assertThat(first.get("deadLetters").asLong()).isZero();
        assertThat(first.get("lateEvents").asLong()).isZero();
        assertThat(first.get("fraudFlagged").asLong()).isPositive();
        assertThat(first.get("alerts").asLong()).isPositive();
        assertThat(first.get("retrainingEvents").asLong()).isEqualTo(1);
        assertThat(first.get("driftedFeatures").toString()).contains("\"amount\"", "\"request.night\"");
        assertThat(first.at("/latencyMs/p99").asDouble()).isPositive();

        JsonNode second = demo(1_000);

        assertThat(second.get("events").asLong()).isEqualTo(1_000);
        assertThat(second.get("predictions").asLong()).isEqualTo(1_000);
        assertThat(predicted())
                .containsExactlyInAnyOrderElementsOf(new TransactionGenerator(WORLD.generator())
                        .days(0, DAYS + 2)
                        .map(Transaction::id)
                        .limit(days + 1_000)
                        .toList());
    }

    private JsonNode demo(long events) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        DemoOptions options = new DemoOptions(
                Optional.of(TestingExample.file()),
                RuntimeOptions.embedded(directory),
                false,
                OptionalLong.empty(),
                Optional.empty(),
                OptionalLong.of(events),
                Optional.of(Duration.ofMinutes(5)),
                EVENTS_PER_SECOND,
                true);
        new Demo(options, new PrintWriter(out), new PrintWriter(err)).run();
        return new ObjectMapper().readTree(out.toString());
    }

    /** Ids of all committed predictions. */
    private List<String> predicted() {
        List<String> ids = new ArrayList<>();
        try (PipelineRuntime runtime =
                PipelineRuntime.start(PipelineFile.load(TestingExample.file()), RuntimeOptions.embedded(directory))) {
            Cluster cluster = runtime.cluster();
            AvroCodec<Prediction> codec = new AvroCodec<>(
                    Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", cluster.bootstrapServers(), "isolation.level", "read_committed");
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = consumer.partitionsFor("fraud.predictions").stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        ids.add(codec.decode(record.value()).getEventId());
                    }
                }
            }
        }
        return ids;
    }
}
