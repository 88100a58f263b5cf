package io.streamgauge.app.rollout;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.app.writer.RecordValue;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.scoring.rollout.RecordedRevisions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * What a pipeline has predicted so far, as far as another needs it to score the same events again in the same way.
 *
 * @param name the pipeline's name
 * @param revisions which revision each event was scored under
 * @param documents digests of the models that were revision 0
 */
public record RecordedPipeline(String name, RecordedRevisions revisions, Set<String> documents) {

    public RecordedPipeline {
        documents = Set.copyOf(documents);
    }

    /**
     * Reads all predictions of a pipeline that are committed now.
     *
     * @throws CommandFailedException when there are none, or they cannot be told apart
     */
    public static RecordedPipeline read(Cluster cluster, String name) {
        String topic = new TopicCatalogue(name).predictions().name();
        AvroCodec<Prediction> codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        RecordedRevisions.Recorder recorder = new RecordedRevisions.Recorder();
        Set<String> documents = new TreeSet<>();
        try (CommittedRecords records = new CommittedRecords(cluster.kafka())) {
            List<TopicPartition> partitions = records.partitions(topic);
            if (partitions.isEmpty()) {
                throw new CommandFailedException("pipeline " + name + " cannot be replayed: there is no topic " + topic
                        + " at " + cluster.bootstrapServers());
            }
            records.read(partitions, Map.of(), record -> {
                Prediction prediction = RecordValue.decoded(record, codec::decode);
                recorder.add(
                        prediction.getSourceTopic(),
                        prediction.getSourcePartition(),
                        prediction.getSourceOffset(),
                        prediction.getRevision());
                if (prediction.getRevision() == 0) {
                    documents.add(prediction.getModelDigest());
                }
            });
        }
        RecordedRevisions revisions = recorded(name, recorder);
        if (revisions.events() == 0) {
            throw new CommandFailedException(
                    "pipeline " + name + " cannot be replayed: " + topic + " has no predictions");
        }
        return new RecordedPipeline(name, revisions, documents);
    }

    private static RecordedRevisions recorded(String name, RecordedRevisions.Recorder recorder) {
        try {
            return recorder.recorded();
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("pipeline " + name + " cannot be replayed: " + e.getMessage(), e);
        }
    }

    /**
     * Passes when revision 0, where events were scored under it, was the document's model here.
     *
     * @throws CommandFailedException when it was another
     */
    public void requireDocument(DeployedModel document) {
        for (String digest : documents) {
            if (!digest.equals(document.getDigest())) {
                throw new CommandFailedException("pipeline " + name + " cannot be replayed with model "
                        + document.getName() + " " + document.getVersion() + " of the document, digest "
                        + document.getDigest() + ": its revision 0 was the model of digest " + digest
                        + "; the model store may have that, as files/" + digest + ".onnx");
            }
        }
    }
}
