package io.streamgauge.app.live;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record header with the wall-clock moment a source event was sent, in decimal milliseconds since 1970-01-01 UTC. The
 * topology hands headers on to the prediction, so whoever reads that can tell how long the event took end to end.
 */
public final class SentAt {

    /** Name of the header. */
    public static final String NAME = "streamgauge.sent-at";

    private SentAt() {}

    public static Header header(long nowMs) {
        return new RecordHeader(NAME, Long.toString(nowMs).getBytes(StandardCharsets.US_ASCII));
    }

    /** The moment, or empty when the header is absent or no number. */
    public static OptionalLong read(Headers headers) {
        Header header = headers.lastHeader(NAME);
        if (header == null || header.value() == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII)));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
