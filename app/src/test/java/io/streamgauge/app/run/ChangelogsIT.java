package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which changelogs a start looks at on a real broker: those of the stores that the document has now. */
@Timeout(120)
class ChangelogsIT {

    private static final String ID = "fraud.topology";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void onlyThoseOfTheDocumentAsItIsNowCount() throws Exception {
        Pipeline pipeline = PipelineFile.load(TestingPipelines.fraud(temp));
        Set<String> stores = ScoringTopology.stores(
                pipeline,
                new ConfluentSchemaRegistry("http://127.0.0.1:1", Map.of()),
                Map.of("transactions", 2, "transaction-labels", 2));
        assertThat(stores).contains("customer-rows", "customer-chunks", "terminal-rows", "transactions-lateness");
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Changelogs.requireWhole(admin, ID, stores); // there are none

            make(admin, "customer-rows", "compact");
            make(admin, "merchant-rows", "delete"); // of a view that was taken away
            withoutBeginning(broker, admin, "merchant-rows");
            assertThatCode(() -> Changelogs.requireWhole(admin, ID, stores)).doesNotThrowAnyException();

            Set<String> before = new HashSet<>(stores);
            before.add("merchant-rows");
            assertThatThrownBy(() -> Changelogs.requireWhole(admin, ID, before))
                    .hasMessageContaining("changelog fraud.topology-merchant-rows-changelog has cleanup.policy=delete")
                    .hasMessageContaining("fraud.topology-merchant-rows-changelog-0 begins at offset 3");

            make(admin, "terminal-rows", "compact,delete");
            withoutBeginning(broker, admin, "terminal-rows");
            assertThatThrownBy(() -> Changelogs.requireWhole(admin, ID, stores))
                    .hasMessageContaining("fraud.topology-terminal-rows-changelog-0 begins at offset 3")
                    .hasMessageNotContaining("merchant");
        }
    }

    private static String changelog(String store) {
        return ID + "-" + store + "-changelog";
    }

    private static void make(Admin admin, String store, String policy) throws Exception {
        admin.createTopics(
                        List.of(new NewTopic(changelog(store), 1, (short) 1).configs(Map.of("cleanup.policy", policy))))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private static void withoutBeginning(EmbeddedBroker broker, Admin admin, String store) throws Exception {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>(changelog(store), "key" + i, "row"))
                        .get(30, TimeUnit.SECONDS);
            }
        }
        admin.deleteRecords(Map.of(new TopicPartition(changelog(store), 0), RecordsToDelete.beforeOffset(3)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }
}
