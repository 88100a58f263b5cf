package io.streamgauge.app.http;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Moments in RFC 3339, each put into words once: of the many in an answer few are different. */
final class Moments {

    private final Map<Long, String> texts = new HashMap<>();

    /** Such as {@code 2018-04-01T00:00:31Z}. */
    String text(long timeMs) {
        return texts.computeIfAbsent(timeMs, each -> Instant.ofEpochMilli(each).toString());
    }
}
