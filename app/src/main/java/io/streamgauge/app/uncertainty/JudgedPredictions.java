package io.streamgauge.app.uncertainty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.writer.CommittedRecords;
import io.streamgauge.app.writer.RecordValue;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.scoring.ConformalLearning;
import io.streamgauge.scoring.UncertaintyDefinition;
import io.streamgauge.scoring.conformal.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds the predictions that labels judge. It reads the keys of all predictions, which are the ids of their events, and decodes
 * those alone that have a label, so it costs no memory beyond the labels.
 */
final class JudgedPredictions {

    private JudgedPredictions() {}

    /** What is learnt from the predictions that are committed now; of several of one event the first was served. */
    static ConformalLearning read(
            Cluster cluster, String pipeline, UncertaintyDefinition declared, Map<String, Outcome> outcomes) {
        Map<String, Outcome> left = new HashMap<>(outcomes);
        ConformalLearning learning = new ConformalLearning(declared);
        AvroCodec<Prediction> codec = new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
        try (CommittedRecords records = new CommittedRecords(cluster.kafka())) {
            records.read(
                    records.partitions(
                            new TopicCatalogue(pipeline).predictions().name()),
                    Map.of(),
                    record -> {
                        Outcome outcome = left.remove(id(record));
                        if (outcome != null && record.value() != null) {
                            learning.add(RecordValue.decoded(record, codec::decode), outcome);
                        }
                    });
        }
        return learning;
    }

    private static String id(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), UTF_8);
    }
}
