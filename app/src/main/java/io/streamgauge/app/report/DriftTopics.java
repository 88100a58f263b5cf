package io.streamgauge.app.report;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.app.writer.RecordValue;
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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads what a pipeline's drift topics hold now, committed records only. */
public final class DriftTopics {

    private final Cluster cluster;
    private final TopicCatalogue topics;

    public DriftTopics(Cluster cluster, String pipeline) {
        this.cluster = cluster;
        this.topics = new TopicCatalogue(pipeline);
    }

    /** The report on a period. */
    public DriftReport report(Period period) {
        ReportBuilder report = new ReportBuilder(topics.pipeline(), period);
        SchemaRegistry registry = new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry());
        try (CommittedRecords records = new CommittedRecords(cluster.kafka())) {
            String metrics = topics.driftMetrics().name();
            if (records.partitions(metrics).isEmpty()) {
                throw new CommandFailedException("there is no topic " + metrics + " at " + cluster.bootstrapServers()
                        + ": has pipeline " + topics.pipeline() + " been started there?");
            }
            read(records, topics.driftMetrics(), new AvroCodec<>(DriftMetric.class, registry), report::add);
            read(records, topics.driftAlerts(), new AvroCodec<>(DriftAlert.class, registry), report::add);
            read(records, topics.retrainingEvents(), new AvroCodec<>(RetrainingEvent.class, registry), report::add);
            read(records, topics.retrainingAcks(), new AvroCodec<>(RetrainingAck.class, registry), report::add);
            read(records, topics.referenceProfiles(), new AvroCodec<>(ReferenceProfile.class, registry), report::add);
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
        return report.build();
    }

    private static <T extends SpecificRecord> void read(
            CommittedRecords records, TopicSpec topic, AvroCodec<T> codec, Consumer<T> out) {
        List<TopicPartition> partitions = records.partitions(topic.name());
        records.read(partitions, Map.of(), record -> {
            if (record.value() != null) {
                out.accept(RecordValue.decoded(record, codec::decode));
            }
        });
    }
}
