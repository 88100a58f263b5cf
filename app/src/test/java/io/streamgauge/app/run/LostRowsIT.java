package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.http.HttpSettings;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance on an empty disk, whose changelogs have lost their first half: it refuses, or goes on when it is told to. */
@Tag("slow")
@Timeout(400)
class LostRowsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void itGoesOnWithWhatIsLeftOnlyWhenThatIsAccepted() throws Exception {
        Pipeline pipeline = PipelineFile.load(TestingPipelines.write(
                temp, TestingPipelines.fraudText() + "\nruntime: {retention: 300d}\n", TestingPipelines.FRAUD_INPUTS));
        TestingHistory history = TestingHistory.generated(temp, 8, 240); // enough of an entity for chunks
        int half = history.size() / 2;
        try (EmbeddedBroker broker = new EmbeddedBroker(temp.resolve("broker"), 0, Map.of());
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0);
                TestingReaders readers = new TestingReaders()) {
            Cluster cluster = new Cluster(broker.bootstrapServers(), registry.url(), Map.of());
            InstancesIT.sources(cluster);
            Path first = history.file(temp, "first.csv", 0, half);
            try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options(cluster, "first"))) {
                replay(runtime, first);
                awaitPredictions(cluster, half);
            }
            loseFirstHalf(cluster);

            assertThatThrownBy(() -> PipelineRuntime.start(pipeline, options(cluster, "second")))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("the beginning of a changelog was deleted: fraud.topology-customer-")
                    .hasMessageContaining("--accept-incomplete-rows");

            RuntimeOptions accepting = options(cluster, "second").acceptingIncompleteRows();
            try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, accepting)) {
                assertThat(runtime.changes())
                        .contains("lost: rows of view customer")
                        .anySatisfy(line ->
                                assertThat(line).startsWith("incomplete: customer.tx_count_1d, complete from 2018-"));
                Path second = history.file(temp, "second.csv", half, history.size());
                replay(runtime, second);
                awaitPredictions(cluster, history.size());
                String url = runtime.endpoints().http().orElseThrow();
                for (String customer : InstancesIT.column(first, 2)) {
                    TestingReaders.Reply reply = readers.get(
                            url + "v1/features/customer/" + customer + "?allow_incomplete=true&at=" + lastTime(second));
                    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                }
                JsonNode early = readers.get(url + "v1/features/customer/"
                                + InstancesIT.column(first, 2).get(0)
                                + "?allow_incomplete=true&features=tx_count_1d&at=" + lastTime(first))
                        .json();
                assertThat(early.get("features").get(0).path("incomplete").asBoolean())
                        .as(early.toString())
                        .isTrue();
            }
            PipelineRuntime.start(pipeline, options(cluster, "second")).close(); // accepted once
        }
    }

    private static String lastTime(Path file) throws Exception {
        List<String> times = InstancesIT.column(file, 1);
        return times.get(times.size() - 1).replace(' ', 'T') + "Z";
    }

    private static void replay(PipelineRuntime runtime, Path file) throws Exception {
        new FileReplay(runtime.cluster(), "fraud", runtime.pipeline().features().scoredSource())
                .publish(file, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
    }

    private static void awaitPredictions(Cluster cluster, int count) {
        try (TestingConsumer consumer = new TestingConsumer(
                cluster, new TopicCatalogue("fraud").predictions().name())) {
            assertThat(consumer.await(count, PATIENCE)).hasSize(count);
        }
    }

    /** As retention does in time; only topics that it holds for may be deleted from. */
    private static void loseFirstHalf(Cluster cluster) throws Exception {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            List<String> changelogs = admin.listTopics().names().get(30, TimeUnit.SECONDS).stream()
                    .filter(name -> name.matches("fraud\\.topology-(customer|terminal)-(rows|chunks)-changelog"))
                    .toList();
            assertThat(changelogs).hasSize(4);
            policy(admin, changelogs, "delete");
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            admin.describeTopics(changelogs)
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(each ->
                                    asked.put(new TopicPartition(name, each.partition()), OffsetSpec.latest())));
            Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
            admin.listOffsets(asked).all().get(30, TimeUnit.SECONDS).forEach((partition, end) -> {
                if (end.offset() > 1) {
                    deleted.put(partition, RecordsToDelete.beforeOffset(end.offset() / 2));
                }
            });
            assertThat(deleted.keySet()).anyMatch(each -> each.topic().contains("-chunks-"));
            delete(admin, deleted);
            policy(admin, changelogs, "compact");
        }
    }

    private static void delete(Admin admin, Map<TopicPartition, RecordsToDelete> records) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                admin.deleteRecords(records).all().get(30, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) { // the broker does not know of the new policy yet
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static void policy(Admin admin, List<String> topics, String policy) throws Exception {
        Map<ConfigResource, java.util.Collection<AlterConfigOp>> changes = new HashMap<>();
        topics.forEach(topic -> changes.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET))));
        admin.incrementalAlterConfigs(changes).all().get(30, TimeUnit.SECONDS);
    }

    private RuntimeOptions options(Cluster cluster, String name) {
        return new RuntimeOptions(
                temp.resolve(name),
                Optional.of(cluster),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.of(0),
                OptionalInt.of(1),
                false,
                Map.of(),
                HttpSettings.loopback(0));
    }
}
