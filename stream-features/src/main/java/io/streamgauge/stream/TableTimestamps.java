package io.streamgauge.stream;

import io.streamgauge.store.event.TableRow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The Kafka Streams timestamp of a table's records: 0, so that of the partitions of a task the table's go first, and all rows
 * that lie in the topic are read before the scored events that lie beside it. A compacted topic holds its rows out of the
 * order of their times: by their own, one of today at the head would keep those of last year behind it waiting, and the
 * events of last year would be scored without them. When a row is in force says its event time, however early it is read.
 *
 * <p>Here alone a row meets its whole record, so this is where it learns what that says, see {@link TableRow}.
 */
final class TableTimestamps implements TimestampExtractor {

    private final TableRow table;

    TableTimestamps(TableRow table) {
        this.table = table;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
        Received received = (Received) record.value();
        received.publishedAt(Math.max(0, record.timestamp()));
        received.complete(table, record.partition() + "/" + record.offset(), (byte[]) record.key(), record.timestamp());
        return 0;
    }
}
