package io.streamgauge.stream;

import io.streamgauge.store.event.EnrichedEvent;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * How far the task that sent an event has come: its partition, and a moment before which (less the source's lateness)
 * it will send nothing more. Across the first hop the event itself says so, by the source partition it came from. Events
 * of one source partition reach a second hop through several tasks, so the task before a later hop stamps its own
 * progress into a header.
 */
record Progress(int partition, long timeMs) {

    private static final String HEADER = "streamgauge.progress";

    static Progress of(Record<String, EnrichedEvent> record) {
        Header header = record.headers().lastHeader(HEADER);
        if (header == null) {
            EnrichedEvent enriched = record.value();
            return new Progress(enriched.origin().partition(), enriched.sourceTimeMs());
        }
        ByteBuffer bytes = ByteBuffer.wrap(header.value());
        return new Progress(bytes.getInt(), bytes.getLong());
    }

    void stampOn(Headers headers) {
        removeFrom(headers);
        headers.add(
                HEADER,
                ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                        .putInt(partition)
                        .putLong(timeMs)
                        .array());
    }

    static void removeFrom(Headers headers) {
        headers.remove(HEADER);
    }
}
