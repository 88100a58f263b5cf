package io.streamgauge.stream;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.EnrichedEventCodec;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A correction travels the way of the scored events. What tells it from one is a header, which holds all of it but the
 * corrected event itself, the record's value.
 *
 * <pre>
 * +-------------+----------+--------+-------------------------------+
 * | causeSource | causeId  | number |            before             |
 * +-------------+----------+--------+-------------------------------+
 *  text          text       varint   length as varint, EnrichedEventCodec
 * </pre>
 */
final class CorrectionHeader {

    private static final String KEY = "streamgauge.correction";

    private final EnrichedEventCodec codec;

    CorrectionHeader(EnrichedEventCodec codec) {
        this.codec = codec;
    }

    /** Whether a record on the way of the scored events is a correction. */
    static boolean marks(Record<String, EnrichedEvent> record) {
        return record.headers().lastHeader(KEY) != null;
    }

    static void removeFrom(Headers headers) {
        headers.remove(KEY);
    }

    Optional<Correction> of(Record<String, EnrichedEvent> record) {
        Header header = record.headers().lastHeader(KEY);
        if (header == null) {
            return Optional.empty();
        }
        ByteReader in = new ByteReader(header.value());
        String source = in.nextText();
        String id = in.nextText();
        int number = (int) in.nextVarint();
        EnrichedEvent before = codec.decode(in.nextBytes());
        in.end();
        return Optional.of(new Correction(record.value(), before, source, id, number));
    }

    /** A record that carries a correction; the view before the next step gives it its key. */
    Record<String, EnrichedEvent> record(String key, Correction correction) {
        ByteWriter out = new ByteWriter();
        out.putText(correction.causeSource());
        out.putText(correction.causeId());
        out.putVarint(correction.number());
        out.putBytes(codec.encode(correction.before()));
        Headers headers = new RecordHeaders();
        headers.add(KEY, out.toBytes());
        EnrichedEvent event = correction.event();
        return new Record<>(key, event, Math.max(0, event.event().timeMs()), headers);
    }
}
