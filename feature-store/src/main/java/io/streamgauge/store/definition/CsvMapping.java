package io.streamgauge.store.definition;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * How rows of a CSV file become events of a source.
 *
 * @param columns column for each field whose column has another name, e.g. {@code transaction_id -> TRANSACTION_ID}; the
 *     column {@code $row} is the row's number, from 0; of tables also those of {@link #RECORD_TIME} and {@link #DELETED}
 * @param timeFormat pattern of timestamps ({@link java.time.format.DateTimeFormatter}), or {@code iso}, {@code ms}, {@code s}
 * @param zone zone of timestamps that carry none
 * @param rowTime event time from the row's number, for files that have none
 * @param booleans words for true and false beside 1, 0, true and false, e.g. {@code UP -> true, DOWN -> false}
 */
public record CsvMapping(
        Map<String, String> columns,
        String timeFormat,
        ZoneId zone,
        Optional<RowTime> rowTime,
        Map<String, Boolean> booleans) {

    /** The column that is no column: the row's number, from 0. */
    public static final String ROW = "$row";

    /** The field that is no field: the time of the Kafka record, for tables whose rows have that. */
    public static final String RECORD_TIME = "$time";

    /** The field that is no field: whether a row of a file deletes the row of its key. */
    public static final String DELETED = "$deleted";

    /** Columns named as the fields, ISO times, UTC. */
    public static final CsvMapping PLAIN = new CsvMapping(Map.of(), "iso", ZoneOffset.UTC, Optional.empty());

    /** A mapping without words for booleans. */
    public CsvMapping(Map<String, String> columns, String timeFormat, ZoneId zone, Optional<RowTime> rowTime) {
        this(columns, timeFormat, zone, rowTime, Map.of());
    }

    /** Row n stands for the moment {@code start + n * every}. */
    public record RowTime(Instant start, Duration every) {

        /** The moment of a row, in milliseconds since 1970-01-01 UTC. */
        public long momentMs(long row) {
            return start.toEpochMilli() + row * every.toMillis();
        }
    }
}
