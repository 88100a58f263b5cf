package io.streamgauge.scoring;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.jspecify.annotations.Nullable;

/**
 * Forwards what comes of records after these were processed, as if each were processed now: nodes behind the processor, and an
 * error that is told, know the record's topic, partition and offset. Kafka Streams itself knows by then another record, or none.
 *
 * @param <K> type of keys
 * @param <I> type of the records' values
 * @param <V> type of the values that come of them
 */
final class LaterForwards<K, I, V> {

    private final InternalProcessorContext<K, V> context;
    private final ProcessorNode<?, ?, ?, ?> node;
    private final List<Record<K, I>> records = new ArrayList<>();
    private final List<@Nullable ProcessorRecordContext> contexts = new ArrayList<>();

    /** For the processor that is being initialised. */
    LaterForwards(ProcessorContext<K, V> context) {
        this.context = (InternalProcessorContext<K, V>) context;
        this.node = this.context.currentNode();
    }

    /** Keeps the record that is being processed. */
    void keep(Record<K, I> record) {
        records.add(record);
        contexts.add(context.recordContext());
    }

    /** Forwards to a node what comes of the record that was kept after {@code index} others. */
    void forward(int index, V value, @Nullable String to) {
        ProcessorRecordContext recordNow = context.recordContext();
        ProcessorNode<?, ?, ?, ?> nodeNow = context.currentNode();
        context.setRecordContext(contexts.get(index));
        context.setCurrentNode(node);
        try {
            context.forward(records.get(index).withValue(value), to);
        } finally {
            context.setRecordContext(recordNow);
            context.setCurrentNode(nodeNow);
        }
    }

    /** Lets go of all. */
    void clear() {
        records.clear();
        contexts.clear();
    }
}
