package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.stream.ChangelogPositions;
import io.streamgauge.stream.StreamSettings;
import io.streamgauge.stream.Watermarks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StreamsPartIT {

    private static final Map<String, String> SHORT_SESSIONS = Map.of("group.min.session.timeout.ms", "500");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void troubleThatPassesIsWaitedOutAndTroubleThatStaysEndsIt() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0, SHORT_SESSIONS)) {
            String servers = broker.bootstrapServers();
            Map<String, Object> client = Map.of("bootstrap.servers", servers);
            try (Admin admin = Admin.create(client)) {
                admin.createTopics(List.of(new NewTopic("in", 1, (short) 1), new NewTopic("out", 1, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            ThreadDeaths deaths = new ThreadDeaths(2, System::nanoTime);
            try (StreamsPart part = new StreamsPart(
                    settings(servers).streams(topology()),
                    new Watermarks(() -> 0),
                    new ChangelogPositions(),
                    deaths,
                    new TopologyTrouble(directory, List.of()),
                    failed::complete)) {
                part.start();
                part.awaitRunning();
                publish(client, "good", "fails once", "good too");

                assertThat(read(client, 3)).containsExactly("good", "fails once", "good too");
                assertThat(failed).isNotDone();

                publish(client, "fails always");
                assertThat(failed.get(60, TimeUnit.SECONDS)).hasRootCauseMessage("on purpose: fails always");
            }
        }
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()).withName("in"))
                .mapValues(this::value, Named.as("trouble"))
                .to("out", Produced.with(Serdes.String(), Serdes.String()).withName("out"));
        return builder.build();
    }

    private String value(String text) {
        if (text.equals("fails always") || (text.equals("fails once") && attempts.incrementAndGet() == 1)) {
            throw new IllegalStateException("on purpose: " + text);
        }
        return text;
    }

    private StreamSettings settings(String servers) {
        Map<String, String> quick = Map.of("session.timeout.ms", "1000", "heartbeat.interval.ms", "250");
        return new StreamSettings("test", servers, directory.resolve("streams"), 1, quick);
    }

    private static void publish(Map<String, Object> client, String... values) {
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                var unused = producer.send(new ProducerRecord<>("in", value));
            }
        }
    }

    private static List<String> read(Map<String, Object> client, int count) {
        Map<String, Object> settings = new java.util.HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition out = new TopicPartition("out", 0);
            consumer.assign(List.of(out));
            consumer.seekToBeginning(List.of(out));
            while (values.size() < count) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
