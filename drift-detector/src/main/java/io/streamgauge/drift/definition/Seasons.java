package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;

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

    /** Clocks of all zones differ by multiples of it, and are put forward and back by multiples of it. */
    private static final long QUARTER_MS = HOUR_MS / 4;

    /**
     * Start of the part of a window that an event belongs to: of the window itself, or of its hour in a longer one. Where hours do not
     * begin with windows, as in India, a part begins no earlier than its window.
     */
    public long partStartMs(long eventTimeMs) {
        long windowStartMs = Math.floorDiv(eventTimeMs, windowMs) * windowMs;
        return windowMs <= HOUR_MS ? windowStartMs : Math.max(windowStartMs, hourStartMs(eventTimeMs));
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
        for (long ms = windowStartMs; ms < windowStartMs + windowMs; ms += QUARTER_MS) {
            strata.add(stratum(ms));
        }
        strata.add(stratum(windowStartMs + windowMs - 1));
        return strata;
    }

    /**
     * Which parts are of the times of the week that a window holds. Where hours begin amid windows, of its first hour those that begin with a
     * window, and of its last those that begin with the hour; where windows do not begin at the same minute of every hour, all of its hours.
     */
    public LongPredicate alike(long windowStartMs) {
        SortedSet<Integer> hours = strata(windowStartMs);
        if (windowMs <= HOUR_MS || windowMs % HOUR_MS != 0) {
            return partMs -> hours.contains(stratum(partMs));
        }
        SortedSet<Integer> quarters = new TreeSet<>();
        for (long ms = windowStartMs; ms < windowStartMs + windowMs; ms += QUARTER_MS) {
            quarters.add(quarter(partStartMs(ms)));
        }
        return partMs -> quarters.contains(quarter(partMs));
    }

    /** The quarter of an hour of the week, from 0. */
    private int quarter(long ms) {
        return 4 * stratum(ms) + Instant.ofEpochMilli(ms).atZone(zone).getMinute() / 15;
    }

    private long hourStartMs(long ms) {
        return Instant.ofEpochMilli(ms)
                .atZone(zone)
                .truncatedTo(ChronoUnit.HOURS)
                .toInstant()
                .toEpochMilli();
    }
}
