package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.Transaction;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.AvroEventReader;
import io.streamgauge.store.event.AvroEventWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedIT {

    private static final SourceDefinition SOURCE =
            TestingExample.read().features().source("transactions");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final SchemaRegistry registry = new TestingSchemaRegistry();

    @Test
    void theEndOfEachPartitionTellsHowFarItIsFilledWhateverOthersWroteAfter() throws Exception {
        List<Transaction> day = new TransactionGenerator(GeneratorConfig.ofSize(3, 30, 40)).day(2);
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(client)) {
                admin.createTopics(List.of(
                                new NewTopic(SOURCE.topic(), 3, (short) 1).configs(Map.of("retention.ms", "-1"))))
                        .all()
                        .get();
            }
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                AvroEventWriter writer = new AvroEventWriter("fraud", SOURCE, registry);
                GeneratedEvents events = new GeneratedEvents(SOURCE);
                for (int i = 0; i < 20; i++) {
                    byte[] value = writer.write(events.of(day.get(i)));
                    producer.send(new ProducerRecord<>(SOURCE.topic(), i % 2, null, value))
                            .get();
                }
                for (int i = 0; i < 70; i++) {
                    byte[] foreign = "not avro".getBytes(StandardCharsets.UTF_8);
                    producer.send(new ProducerRecord<>(SOURCE.topic(), 1, null, foreign))
                            .get();
                }
            }
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                Published published =
                        Published.read(consumer, SOURCE.topic(), 3, new AvroEventReader(SOURCE, registry));

                assertThat(published.has(0, new Position(2, 18))).isTrue();
                assertThat(published.has(0, new Position(2, 19))).isFalse();
                assertThat(published.has(1, new Position(2, 19))).isTrue();
                assertThat(published.has(1, new Position(2, 20))).isFalse();
                assertThat(published.has(2, new Position(0, 0))).isFalse();
                assertThat(published.firstOpenDay()).isZero();
            }
        }
    }
}
