package io.streamgauge.stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The Kafka Streams timestamp of a source's records; among the partitions of a task the record with the smallest goes
 * first, which is what aligns a view's feeding source with the scored one (docs/decisions/0007):
 *
 * <ul>
 *   <li>scored source: the event time t;
 *   <li>feeding source: e - 1 ms, so that what happened up to t is in the rows when the event of t reads them.
 * </ul>
 *
 * Times before 1970 count as 1970, since Kafka Streams skips negative timestamps. A record that is no event takes the
 * greatest timestamp its partition has had: its own would be the time of publishing, and in a replay of the past hold
 * back all the events behind it.
 */
enum SourceTimestamps implements TimestampExtractor {
    SCORED(0),
    FEEDING(1);

    private final long aheadMs;

    SourceTimestamps(long aheadMs) {
        this.aheadMs = aheadMs;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
        Received received = (Received) record.value();
        received.publishedAt(Math.max(0, record.timestamp()));
        return Math.max(0, received.decoded() ? received.timeMs() - aheadMs : partitionTimeMs);
    }
}
