package io.streamgauge.app.run;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Log events as JSON, one object a line: {@code timestamp} (milliseconds), {@code level}, {@code threadName}, {@code loggerName},
 * {@code throwable}, {@code time} (RFC 3339), {@code message}, and what the event is about in fields of its own, such as
 * {@code "record": "transactions-1@17"}, {@code "key"} and {@code "event"}.
 */
final class JsonLines extends JsonEncoder {

    JsonLines() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithContext(false);
        setWithMarkers(false);
        setWithMDC(false);
        setWithKVPList(false); // a list of objects there
        setWithMessage(false); // that is without its arguments
        setWithArguments(false);
    }

    @Override
    protected void appendCustomFields(StringBuilder out, ILoggingEvent event) {
        append(out, "time", Instant.ofEpochMilli(event.getTimeStamp()));
        append(out, "message", event.getFormattedMessage());
        List<KeyValuePair> about = event.getKeyValuePairs();
        if (about != null) {
            about.forEach(each -> append(out, each.key, each.value));
        }
    }

    private static void append(StringBuilder out, String name, @Nullable Object value) {
        out.append(",\"")
                .append(JsonEscapeUtil.jsonEscapeString(name))
                .append("\":\"")
                .append(JsonEscapeUtil.jsonEscapeString(String.valueOf(value)))
                .append('"');
    }
}
