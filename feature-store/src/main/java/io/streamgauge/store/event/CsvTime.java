package io.streamgauge.store.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** How timestamps are written in a file. Thread-safe. */
public interface CsvTime {

    /** A date, then perhaps a time, then perhaps an offset. */
    DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .parseLenient()
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    /**
     * Milliseconds since 1970-01-01 UTC; a fraction of a millisecond is cut off towards the past.
     *
     * @throws DateTimeException when the text is no timestamp of this form
     */
    long parseMs(String text);

    /**
     * The form a pipeline names: {@code iso} (2018-04-01T00:00:31Z, or without zone, or with a blank for the T), {@code ms},
     * {@code s}, or a {@link DateTimeFormatter} pattern. A date alone is its first moment.
     *
     * @param zone of timestamps that carry none
     * @throws IllegalArgumentException when the pattern is none
     */
    static CsvTime of(String format, ZoneId zone) {
        return switch (format) {
            case "ms" -> text -> whole(text, 1);
            case "s" -> text -> whole(text, 1_000);
            case "iso" -> text -> parse(ISO, text.replace(' ', 'T'), zone);
            default -> {
                DateTimeFormatter pattern = DateTimeFormatter.ofPattern(format, Locale.ROOT);
                yield text -> parse(pattern, text, zone);
            }
        };
    }

    private static long whole(String text, long unitMs) {
        try {
            return Math.multiplyExact(Long.parseLong(text), unitMs);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new DateTimeException("expected a whole number of " + (unitMs == 1 ? "milliseconds" : "seconds"), e);
        }
    }

    private static long parse(DateTimeFormatter format, String text, ZoneId zone) {
        TemporalAccessor parsed = format.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
        if (parsed instanceof ZonedDateTime zoned) {
            return zoned.toInstant().toEpochMilli();
        }
        Instant instant = parsed instanceof LocalDateTime local
                ? local.atZone(zone).toInstant()
                : LocalDate.from(parsed).atStartOfDay(zone).toInstant();
        return instant.toEpochMilli();
    }
}
