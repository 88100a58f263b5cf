package io.streamgauge.app.history;

import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.store.backfill.training.Wanted;
import java.util.Map;
import java.util.TreeMap;

/** The predictions of a pipeline that were committed when it was opened, each of which names its event by its offset. */
final class PredictionLog implements Wanted, AutoCloseable {

    private final Cluster cluster;
    private final Topic topic;
    private final String definitionHash;
    private final Map<String, Long> others = new TreeMap<>();
    private long read;

    PredictionLog(Cluster cluster, String pipeline, String definitionHash) {
        this.cluster = cluster;
        this.definitionHash = definitionHash;
        this.topic = new Topic(
                cluster,
                new TopicCatalogue(pipeline).predictions().name(),
                record -> new Topic.Ranked(record.timestamp(), record, record));
    }

    /** Decodes what is attached to events. */
    static AvroCodec<Prediction> codec(Cluster cluster) {
        return new AvroCodec<>(
                Prediction.class, new ConfluentSchemaRegistry(cluster.schemaRegistryUrl(), cluster.registry()));
    }

    @Override
    public EventName eventName() {
        return (event, origin) -> name(origin.topic(), origin.partition(), origin.offset());
    }

    private static String name(String topic, int partition, long offset) {
        return topic + ":" + partition + ":" + offset;
    }

    @Override
    public void read(Taker taker) {
        AvroCodec<Prediction> codec = codec(cluster);
        for (Topic.Ranked next = topic.next(); next != null; next = topic.next()) {
            Prediction prediction = codec.decode(next.record().value());
            read++;
            if (!prediction.getDefinitionHash().equals(definitionHash)) {
                others.merge(prediction.getDefinitionHash(), 1L, Long::sum);
            }
            taker.event(
                    name(prediction.getSourceTopic(), prediction.getSourcePartition(), prediction.getSourceOffset()),
                    next.record().value());
        }
    }

    long read() {
        return read;
    }

    /** Predictions of other definitions, by their hash. */
    Map<String, Long> others() {
        return others;
    }

    @Override
    public void close() {
        topic.close();
    }
}
