package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What windows are compared with.
 *
 * @param first length of the period taken, a whole number of windows, at least one: {@code [start + after, start + after + first)},
 *     start being that of the first window seen. Of a model without a profile where {@code file} is asked for
 * @param after skipped before it, a whole number of windows
 * @param mode how it comes to be
 * @param events predictions that the period holds at least; 0 when its length alone decides
 * @param file the document's profile, where there is one; else null
 * @param lag how far a rolling reference stays behind; otherwise zero
 * @param zone whose clock tells the hours of a seasonal reference; otherwise null
 */
public record ReferencePeriod(
        Duration first,
        Duration after,
        ReferenceMode mode,
        long events,
        @Nullable String file,
        Duration lag,
        @Nullable ZoneId zone)
        implements Serializable {

    public ReferencePeriod {
        if (events < 0) {
            throw new IllegalArgumentException("reference.events is not below 0, not " + events);
        }
        if ((mode == ReferenceMode.FILE) != (file != null)) {
            throw new IllegalArgumentException("a reference of mode " + mode.text() + " and the file " + file);
        }
        if ((mode == ReferenceMode.SEASONAL) != (zone != null)) {
            throw new IllegalArgumentException("a reference of mode " + mode.text() + " and the zone " + zone);
        }
    }

    /** One that neither rolls nor has seasons. */
    public ReferencePeriod(Duration first, Duration after, ReferenceMode mode, long events, @Nullable String file) {
        this(first, after, mode, events, file, Duration.ZERO, null);
    }

    /** The first windows. */
    public ReferencePeriod(Duration first, Duration after) {
        this(first, after, ReferenceMode.FIRST, 0, null);
    }
}
