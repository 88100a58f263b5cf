package io.streamgauge.stream;

import io.streamgauge.schemas.config.Durations;
import io.streamgauge.store.event.BadEventException;
import io.streamgauge.store.event.BadEventException.Cause;
import java.time.Duration;
import java.time.Instant;
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
 *
 * <p>An event further ahead of its record's own timestamp than the source allows is refused here, before its time can hold
 * back or make late what follows. The record's timestamp is part of the record, so a second reading decides the same; where
 * a replay stamps records with event time, nothing is ahead.
 */
enum SourceTimestamps {
    SCORED(0),
    FEEDING(1);

    private final long aheadMs;

    SourceTimestamps(long aheadMs) {
        this.aheadMs = aheadMs;
    }

    /** The extractor of a source that allows event time to be so far ahead of the record's timestamp. */
    TimestampExtractor allowing(Duration maxAhead) {
        long maxAheadMs = maxAhead.toMillis();
        return (record, partitionTimeMs) -> extract(record, partitionTimeMs, maxAheadMs);
    }

    private long extract(ConsumerRecord<Object, Object> record, long partitionTimeMs, long maxAheadMs) {
        Received received = (Received) record.value();
        received.publishedAt(Math.max(0, record.timestamp()));
        if (received.decoded() && isAhead(received.timeMs(), record.timestamp(), maxAheadMs)) {
            received.refuse(new BadEventException(
                    Cause.TIME_AHEAD, aheadMessage(received.timeMs(), record.timestamp(), maxAheadMs)));
        }
        return Math.max(0, received.decoded() ? received.timeMs() - aheadMs : partitionTimeMs);
    }

    /** Records written by very old clients have no timestamp: -1. */
    static boolean isAhead(long eventMs, long recordMs, long maxAheadMs) {
        return recordMs >= 0 && eventMs > recordMs && eventMs - recordMs > maxAheadMs;
    }

    static String aheadMessage(long eventMs, long recordMs, long maxAheadMs) {
        return "event time " + Instant.ofEpochMilli(eventMs) + " is more than "
                + Durations.format(Duration.ofMillis(maxAheadMs))
                + " ahead of the record's timestamp, " + Instant.ofEpochMilli(recordMs)
                + "; 'max_ahead' of the source says how far it may be";
    }
}
