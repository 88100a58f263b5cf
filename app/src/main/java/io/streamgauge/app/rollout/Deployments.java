package io.streamgauge.app.rollout;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.app.writer.RecordValue;
import io.streamgauge.schemas.DeployedModel;
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
import java.util.Optional;
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
    private static final Duration REQUEST = Duration.ofSeconds(5);
    private static final Duration DELIVERY = Duration.ofSeconds(10);
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

    private Verdict judged(long offset) {
        Verdict verdict = new Verdict(offset);
        records.read(
                records.partitions(topics.models().name()),
                Map.of(),
                record -> verdict.next(record.offset(), deployments.read(record)));
        return verdict;
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
     * @throws CommandFailedException when somebody else's came first, Kafka does not take it, or nobody can tell whether it did
     */
    public ModelDeployment publish(String author, String reason, Change change) throws DeploymentException {
        DeploymentHistory history = history();
        ModelDeployment next = change.of(
                history, new Revisions(pipeline, history, new Revisions.Signature(author, reason, Instant.now())));
        TopicSpec topic = topics.models();
        requireTopic(topic);
        requireAccepted(sent(record(topic, next)));
        return next;
    }

    private ProducerRecord<byte[], byte[]> record(TopicSpec topic, ModelDeployment deployment) {
        return new ProducerRecord<>(
                topic.name(),
                0,
                Long.toString(deployment.getRevision()).getBytes(StandardCharsets.UTF_8),
                deployments.encode(topic.name(), deployment));
    }

    private void requireAccepted(long offset) {
        Verdict verdict;
        try {
            verdict = judged(offset);
        } catch (RuntimeException e) {
            throw new CommandFailedException(
                    "the deployment was sent, but cannot be read back: it is not known whether it was accepted; "
                            + look(pipeline),
                    e);
        }
        verdict.requireAccepted(pipeline);
    }

    static String look(String pipeline) {
        return "look at 'streamgauge models status " + pipeline + "'";
    }

    /**
     * Tells which model revision 0 is, when nothing is deployed and the last that was told is another.
     *
     * @throws CommandFailedException when Kafka does not take it
     */
    public void document(DeployedModel document) {
        DeploymentHistory history = history();
        if (history.newest().isPresent() || history.document().equals(Optional.of(document))) {
            return;
        }
        Revisions.Signature signature =
                new Revisions.Signature(System.getProperty("user.name", ""), "the pipeline started", Instant.now());
        sent(record(topics.models(), new Revisions(pipeline, history, signature).ofDocument(document)));
    }

    /**
     * Takes over the deployments of another pipeline, whose events this one scores again.
     *
     * @throws CommandFailedException when it has others of its own, or Kafka does not take them
     */
    public void adopt(DeploymentHistory others) {
        DeploymentHistory history = history();
        for (ModelDeployment other : others.all()) {
            ModelDeployment wanted =
                    ModelDeployment.newBuilder(other).setPipeline(pipeline).build();
            Optional<ModelDeployment> own = history.find(other.getRevision());
            if (own.isEmpty()) {
                sent(record(topics.models(), wanted));
            } else if (!own.get().equals(wanted)) {
                throw new CommandFailedException("pipeline " + pipeline
                        + " cannot score again what another did: its own revision " + other.getRevision()
                        + " of the deployments is another; give the document a name that is not in use");
            }
        }
    }

    private long sent(ProducerRecord<byte[], byte[]> record) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                cluster.kafka(Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        "0",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        "true",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Long.toString(DELIVERY.toMillis()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Long.toString(REQUEST.toMillis()),
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Long.toString(DELIVERY.toMillis()))),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        return OneRecord.send(
                producer, record, DELIVERY.plus(REQUEST), "Kafka at " + cluster.bootstrapServers(), look(pipeline));
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
