package io.streamgauge.app.rollout;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.app.writer.RecordValue;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.TopicSpec;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.Revisions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A pipeline's deployments as its topics hold them, to be read and to be changed. */
public final class Deployments implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 15;
    private static final short BROKER_DEFAULT = -1;

    private final Cluster cluster;
    private final String pipeline;
    private final TopicCatalogue topics;
    private final DeploymentRecords deployments;
    private final CommittedRecords records;

    public Deployments(Cluster cluster, String pipeline) {
        this.cluster = cluster;
        this.pipeline = pipeline;
        this.topics = new TopicCatalogue(pipeline);
        this.deployments = new DeploymentRecords(cluster);
        this.records = new CommittedRecords(cluster.kafka());
    }

    /** Makes the next revision of what is accepted so far. */
    @FunctionalInterface
    public interface Change {
        ModelDeployment of(DeploymentHistory history, Revisions next) throws DeploymentException;
    }

    /** The revisions that are accepted now. */
    public DeploymentHistory history() {
        return judged(-1).history();
    }

    /** @param verdict why the record asked for is not accepted; empty when it is */
    private record Judged(DeploymentHistory history, String verdict) {}

    private Judged judged(long offset) {
        DeploymentHistory history = new DeploymentHistory();
        List<String> verdict = new ArrayList<>();
        records.read(
                records.partitions(topics.models().name()),
                Map.of(),
                record -> deployments
                        .read(record)
                        .flatMap(history::offer)
                        .filter(why -> record.offset() == offset)
                        .ifPresent(verdict::add));
        return new Judged(history, String.join("", verdict));
    }

    /** All activations, those of a partition in order. */
    public List<ModelActivation> activations() {
        AvroCodec<ModelActivation> codec = new AvroCodec<>(
                ModelActivation.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        List<ModelActivation> activations = new ArrayList<>();
        records.read(
                records.partitions(topics.activations().name()),
                Map.of(),
                record -> activations.add(RecordValue.decoded(record, codec::decode)));
        return activations;
    }

    /** What is deployed and what is in force now. */
    public RolloutStatus status() {
        return RolloutStatus.of(pipeline, history().newest(), activations());
    }

    /**
     * Makes and publishes the next revision.
     *
     * @throws DeploymentException when the change cannot be made
     * @throws CommandFailedException when somebody else's came first, or Kafka does not take it
     */
    public ModelDeployment publish(String author, String reason, Change change) throws DeploymentException {
        DeploymentHistory history = history();
        ModelDeployment next = change.of(
                history, new Revisions(pipeline, history, new Revisions.Signature(author, reason, Instant.now())));
        TopicSpec topic = topics.models();
        requireTopic(topic);
        long offset = sent(new ProducerRecord<>(
                topic.name(),
                0,
                Long.toString(next.getRevision()).getBytes(StandardCharsets.UTF_8),
                deployments.encode(topic.name(), next)));
        String refused = judged(offset).verdict();
        if (!refused.isEmpty()) {
            throw new CommandFailedException("somebody else has deployed in pipeline " + pipeline
                    + " at the same moment: " + refused + "; look at 'streamgauge models status " + pipeline
                    + "', then try again");
        }
        return next;
    }

    private long sent(ProducerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                cluster.kafka(Map.of(
                        ProducerConfig.LINGER_MS_CONFIG, "0",
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(record).get(TIMEOUT_SECONDS, TimeUnit.SECONDS).offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " did not take the deployment", e);
        }
    }

    /** A pipeline that has run once has it. */
    private void requireTopic(TopicSpec topic) {
        if (!records.partitions(topic.name()).isEmpty()) {
            return;
        }
        Admin admin = Admin.create(cluster.kafka(Map.of()));
        try {
            admin.createTopics(List.of(topic.newTopic(1, BROKER_DEFAULT))).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new CommandFailedException("cannot create topic " + topic.name(), e);
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        records.close();
    }
}
