package io.streamgauge.app.writer;

import io.streamgauge.schemas.PredictionWriter;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Reads the topics {@code <pipeline>.writer}. A pipeline that no switch has touched has none. Thread-safe. */
public final class WriterTopics implements AutoCloseable {

    private final CommittedRecords records;
    private final AvroCodec<PredictionWriter> codec;

    /** @param clientSettings how to reach the cluster */
    public WriterTopics(Map<String, ?> clientSettings, SchemaRegistry registry) {
        this.records = new CommittedRecords(clientSettings);
        this.codec = new AvroCodec<>(PredictionWriter.class, registry);
    }

    /** What holds for a pipeline now; a switch that is being written down is waited for. */
    public synchronized WriterState read(String pipeline) {
        List<TopicPartition> partitions =
                records.partitions(new TopicCatalogue(pipeline).writer().name());
        Map<String, PredictionWriter> newest = new HashMap<>();
        if (!partitions.isEmpty()) {
            records.read(partitions, Map.of(), record -> {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    newest.remove(key);
                } else {
                    newest.put(key, RecordValue.decoded(record, codec::decode));
                }
            });
        }
        return new WriterState(pipeline, newest);
    }

    @Override
    public void close() {
        // A read may be waiting for a transaction.
        records.wakeup();
        synchronized (this) {
            records.close();
        }
    }
}
