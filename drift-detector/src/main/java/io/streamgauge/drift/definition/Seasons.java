package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The hours of the week as a wall clock shows them, 168 strata: Monday's first is 0. A window of an hour at most is of the hour in which
 * it begins; a longer one holds all hours that it touches. Clocks that are put forward or back move rows to the hour that people see.
 *
 * @param zone of the wall clock
 * @param windowMs length of a window
 */
public record Seasons(ZoneId zone, long windowMs) implements Serializable {

    /** Strata of a week. */
    public static final int STRATA = 7 * 24;

    private static final long HOUR_MS = 3_600_000L;

    /** Start of the part of a window that an event belongs to: of the window itself, or of its hour in a longer one. */
    public long partStartMs(long eventTimeMs) {
        return windowMs <= HOUR_MS ? Math.floorDiv(eventTimeMs, windowMs) * windowMs : hourStartMs(eventTimeMs);
    }

    /** The hour of the week, from 0, of a part. */
    public int stratum(long partStartMs) {
        ZonedDateTime local = Instant.ofEpochMilli(partStartMs).atZone(zone);
        return (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();
    }

    /** Those that a window holds. */
    public SortedSet<Integer> strata(long windowStartMs) {
        SortedSet<Integer> strata = new TreeSet<>();
        if (windowMs <= HOUR_MS) {
            strata.add(stratum(windowStartMs));
            return strata;
        }
        for (long ms = hourStartMs(windowStartMs); ms < windowStartMs + windowMs; ms += HOUR_MS) {
            strata.add(stratum(ms));
        }
        return strata;
    }

    private long hourStartMs(long ms) {
        return Instant.ofEpochMilli(ms)
                .atZone(zone)
                .truncatedTo(ChronoUnit.HOURS)
                .toInstant()
                .toEpochMilli();
    }
}
