package io.streamgauge.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.cli.Cli;
import io.streamgauge.app.cli.ExitCode;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.TopicSpec;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker: what is committed is in the report, what was rolled back is not; the same topics give the same files. */
class DriftReportIT {

    private static final TopicCatalogue TOPICS = new TopicCatalogue("fraud");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private record Run(int code, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cli.create(new PrintWriter(out, true), new PrintWriter(err, true), Map.of())
                .execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    private Run report(EmbeddedBroker broker, EmbeddedRegistry registry, String pipeline, String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "drift",
                "report",
                pipeline,
                "--out",
                directory.resolve(name + ".html").toString(),
                "--json",
                directory.resolve(name + ".json").toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--schema-registry-url",
                registry.url()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void committedRecordsAsAPageAndAsJson() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            createTopics(client);
            publish(client, new ConfluentSchemaRegistry(registry.url(), Map.of()));

            Run first = report(broker, registry, "fraud", "first");
            Run second = report(broker, registry, "fraud", "second");

            assertThat(first.err()).isEmpty();
            assertThat(first.code()).isEqualTo(ExitCode.OK);
            assertThat(first.out())
                    .startsWith(
                            "Drift of pipeline fraud: 2 model versions, 31 windows judged, 10 drifted, 1 alert, 1 retraining event;");
            assertThat(second.code()).isEqualTo(ExitCode.OK);
            assertThat(directory.resolve("second.html")).hasSameBinaryContentAs(directory.resolve("first.html"));
            assertThat(directory.resolve("second.json")).hasSameBinaryContentAs(directory.resolve("first.json"));
            assertThat(Files.readString(directory.resolve("first.html"))).isEqualTo(expectedPage());
            JsonNode json =
                    new ObjectMapper().readTree(directory.resolve("first.json").toFile());
            assertThat(json.at("/version").asInt()).isEqualTo(1);
            assertThat(json.at("/models/0/features").findValuesAsText("feature"))
                    .contains(TestingDrift.HOSTILE)
                    .doesNotContain("rolled back");
            assertThat(json.at("/models/0/retrainingEvents/0/acknowledgement/status")
                            .asText())
                    .isEqualTo("ACCEPTED");

            Run part = report(
                    broker,
                    registry,
                    "fraud",
                    "part",
                    "--from",
                    "2018-04-11T00:00:00Z",
                    "--to",
                    "2018-04-16T00:00:00Z");
            assertThat(part.out()).contains("5 windows judged, 0 drifted, 0 alerts, 0 retraining events");

            Run nothing = report(broker, registry, "other", "nothing");
            assertThat(nothing.code()).isEqualTo(ExitCode.FAILED);
            assertThat(nothing.err()).contains("there is no topic other.drift-metrics", "been started there?");
            assertThat(directory.resolve("nothing.html")).doesNotExist();
        }
    }

    private static String expectedPage() {
        return ReportPage.of(DriftReportTest.report(Period.ALL, TestingDrift.story()));
    }

    private static void createTopics(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(
                                    TOPICS.driftMetrics(),
                                    TOPICS.driftAlerts(),
                                    TOPICS.retrainingEvents(),
                                    TOPICS.retrainingAcks(),
                                    TOPICS.referenceProfiles())
                            .stream()
                            .map(topic -> topic.newTopic(2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void publish(Map<String, Object> client, SchemaRegistry registry) {
        try (KafkaProducer<byte[], byte[]> producer = producer(client)) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, registry, TestingDrift.metric("1", "rolled back", "psi", 0, 0.9, 0.1, true));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            for (SpecificRecord record : TestingDrift.story()) {
                send(producer, registry, record);
            }
            producer.commitTransaction();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("transactional.id", "test");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, SchemaRegistry registry, SpecificRecord record) {
        if (record instanceof DriftMetric metric) {
            send(producer, registry, TOPICS.driftMetrics(), metric.getFeature(), metric);
        } else if (record instanceof DriftAlert alert) {
            send(producer, registry, TOPICS.driftAlerts(), alert.getAlertId(), alert);
        } else if (record instanceof RetrainingEvent event) {
            send(producer, registry, TOPICS.retrainingEvents(), event.getEventId(), event);
        } else if (record instanceof RetrainingAck ack) {
            send(producer, registry, TOPICS.retrainingAcks(), ack.getEventId(), ack);
        } else if (record instanceof ReferenceProfile profile) {
            send(producer, registry, TOPICS.referenceProfiles(), profile.getFeature(), profile);
        }
    }

    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"}) // the transaction tells
    private static <T extends SpecificRecord> void send(
            KafkaProducer<byte[], byte[]> producer, SchemaRegistry registry, TopicSpec topic, String key, T record) {
        byte[] value = new AvroCodec<>((Class<T>) record.getClass(), registry).encode(topic.name(), record);
        producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value));
    }
}
