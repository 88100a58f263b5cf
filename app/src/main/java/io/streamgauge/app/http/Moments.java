package io.streamgauge.app.http;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moments in RFC 3339, each put into words once: of the many in an answer few are different. Not thread-safe. */
final class Moments {

    private final Map<Long, SerializableString> texts = new HashMap<>();
    private long lastMs;
    private @Nullable SerializableString last;

    /** Such as {@code 2018-04-01T00:00:31Z}. */
    SerializableString text(long timeMs) {
        SerializableString known = last;
        if (known == null || lastMs != timeMs) {
            known = texts.computeIfAbsent(
                    timeMs,
                    each -> new SerializedString(Instant.ofEpochMilli(each).toString()));
            lastMs = timeMs;
            last = known;
        }
        return known;
    }
}
