package io.streamgauge.store.expression;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.SimpleType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Parts of a timestamp, in UTC or in a time zone, and time between two. */
final class TimeFunctions {

    private static final int DAY_SECONDS = 86_400;

    /** A part of the local date and time that so many seconds after 1970-01-01T00:00 bring. */
    @Immutable
    private interface Part {
        long of(long localSecond);
    }

    static final List<Function> ALL = List.of(
            part("dayOfMonth", s -> date(s).getDayOfMonth(), "Day of the month, 1 to 31."),
            part("dayOfWeek", s -> Math.floorMod(day(s) + 3, 7L) + 1, "Day of the week, Monday 1 to Sunday 7."),
            part("dayOfYear", s -> date(s).getDayOfYear(), "Day of the year, 1 to 366."),
            between("daysBetween", DAY_SECONDS, "Days of 24 hours from one time to another, with their fraction."),
            part("hour", s -> secondOfDay(s) / 3600, "Hour of the day, 0 to 23."),
            part("minute", s -> secondOfDay(s) / 60 % 60, "Minute of the hour, 0 to 59."),
            part("month", s -> date(s).getMonthValue(), "Month, 1 to 12."),
            part("second", s -> secondOfDay(s) % 60, "Second of the minute, 0 to 59."),
            between("secondsBetween", 1, "Seconds from one time to another, with their fraction; negative backwards."),
            part("year", s -> date(s).getYear(), "Year."));

    private TimeFunctions() {}

    /** Whether the function's second argument is a time zone. */
    static boolean takesZone(String function) {
        return ALL.stream().anyMatch(f -> f.name().equals(function) && f.call().endsWith("[, zone])"));
    }

    private static Function part(String name, Part part, String meaning) {
        List<Overload> overloads = new ArrayList<>();
        overloads.add(
                Overload.of(name, SimpleType.INT, a -> part.of(((Instant) a[0]).getEpochSecond()), Argument.TIME));
        overloads.add(Overload.of(
                name,
                SimpleType.INT,
                a -> part.of(localSecond((Instant) a[0], (String) a[1])),
                Argument.TIME,
                Argument.TEXT));
        return new Function(name, name + "(time[, zone])", "long", 1, meaning, overloads);
    }

    private static Function between(String name, int unitSeconds, String meaning) {
        return new Function(
                name,
                name + "(from, to)",
                "double",
                1,
                meaning,
                List.of(Overload.of(
                        name,
                        SimpleType.DOUBLE,
                        a -> seconds((Instant) a[0], (Instant) a[1]) / unitSeconds,
                        Argument.TIME,
                        Argument.TIME)));
    }

    private static double seconds(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.getSeconds() + between.getNano() / 1e9;
    }

    private static long localSecond(Instant time, String zone) {
        try {
            return time.getEpochSecond()
                    + ZoneId.of(zone).getRules().getOffset(time).getTotalSeconds();
        } catch (DateTimeException e) {
            throw new Undefined();
        }
    }

    private static long day(long localSecond) {
        return Math.floorDiv(localSecond, (long) DAY_SECONDS);
    }

    private static long secondOfDay(long localSecond) {
        return Math.floorMod(localSecond, (long) DAY_SECONDS);
    }

    private static LocalDate date(long localSecond) {
        return LocalDate.ofEpochDay(day(localSecond));
    }
}
