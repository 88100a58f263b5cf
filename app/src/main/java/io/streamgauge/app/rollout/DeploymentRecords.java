package io.streamgauge.app.rollout;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import io.streamgauge.schemas.wire.AvroCodec;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records of the control topic; one that is no deployment means nothing, to any reader. Thread-safe. */
final class DeploymentRecords {

    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRecords.class);

    private final AvroCodec<ModelDeployment> codec;

    DeploymentRecords(Cluster cluster) {
        this.codec = new AvroCodec<>(
                ModelDeployment.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
    }

    /**
     * The deployment in a record; empty when it is none.
     *
     * @throws RegistryUnavailableException when its schema cannot be asked for
     */
    Optional<ModelDeployment> read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(record.value()));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn(
                    "the record at offset {} of {} is no deployment: {}",
                    record.offset(),
                    record.topic(),
                    e.toString());
            return Optional.empty();
        }
    }

    byte[] encode(String topic, ModelDeployment deployment) {
        return codec.encode(topic, deployment);
    }
}
