package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.definition.CsvMapping.RowTime;
import io.streamgauge.store.event.CsvTime;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code csv} of a source: how rows of a file become events. */
final class CsvSection {

    static final Table ROW_TIME = Table.named("sources.<name>.csv.time_from_row")
            .required("start", Property.Type.TEXT, "Event time of the first row, such as 1996-05-07T00:00:00Z.")
            .required("every", Property.Type.DURATION, "Time from one row to the next.")
            .build();

    static final Table TABLE = Table.named("sources.<name>.csv")
            .nested(
                    "columns",
                    false,
                    SchemaParts.mapping(Names.FIELD_PATTERN, 0, Map.of("type", "string")),
                    "Column for each field whose column has another name; the column " + CsvMapping.ROW
                            + " is the row's number, from 0.")
            .optional(
                    "time_format",
                    Property.Type.TEXT,
                    "iso",
                    "How timestamps are written: iso, ms or s (since 1970 UTC), or a pattern such as yyyy-MM-dd HH:mm:ss.")
            .optional("zone", Property.Type.TEXT, "UTC", "Zone of timestamps that carry none, such as Europe/Paris.")
            .nested(
                    "time_from_row",
                    false,
                    ROW_TIME.jsonSchema(),
                    "Event time from the row's number, for files without a time column.")
            .optional(
                    "record_time",
                    Property.Type.TEXT,
                    null,
                    "Column with the time of the Kafka record, for a table whose time is `record`; files of it need this"
                            + " or `time_from_row`.")
            .optional(
                    "deleted",
                    Property.Type.TEXT,
                    null,
                    "Column that says whether a row deletes that of its key, for a table: true or false, as booleans are"
                            + " written; a file has no null values.")
            .nested(
                    "booleans",
                    false,
                    SchemaParts.mapping(".+", 0, Map.of("type", "boolean")),
                    "Words for true and false beside 1, 0, true and false, such as {UP: true, DOWN: false}.")
            .build();

    private CsvSection() {}

    /** @param timeField empty where events of a table have the time of their Kafka record */
    static CsvMapping read(ConfigNode node, EventSchema schema, String timeField, boolean table, Problems problems) {
        Settings settings = TABLE.read(node, problems);
        Map<String, String> columns = settings.nested("columns")
                .map(n -> columns(n, schema, problems))
                .orElse(Map.of());
        Optional<RowTime> rowTime = settings.nested("time_from_row").map(n -> rowTime(n, problems));
        int time = schema.indexOf(timeField);
        boolean isTime = time >= 0 && schema.typeAt(time) == FieldType.TIMESTAMP;
        if (rowTime.isPresent() && isTime && columns.containsKey(timeField)) {
            problems.add(
                    settings.at("time_from_row"),
                    "event time comes from the row's number, so 'columns' must not name '" + timeField + "' too");
        }
        return new CsvMapping(
                withTableColumns(settings, columns, table, timeField.isEmpty(), rowTime.isPresent(), problems),
                timeFormat(settings, problems),
                zone(settings, problems),
                rowTime,
                settings.nested("booleans").map(n -> booleans(n, problems)).orElse(Map.of()));
    }

    private static Map<String, String> withTableColumns(
            Settings settings,
            Map<String, String> columns,
            boolean table,
            boolean timeOfRecord,
            boolean timeFromRow,
            Problems problems) {
        Map<String, String> all = new LinkedHashMap<>(columns);
        if (settings.has("record_time")) {
            all.put(CsvMapping.RECORD_TIME, settings.text("record_time"));
            if (!table || !timeOfRecord) {
                problems.add(
                        settings.at("record_time"),
                        "the time of this source is a field, and 'record_time' is for a table with time: record; name the"
                                + " field's column under 'columns'");
            } else if (timeFromRow) {
                problems.add(
                        settings.at("record_time"),
                        "event time comes from the row's number, 'time_from_row', so it has no column; write one of the"
                                + " two");
            }
        }
        if (settings.has("deleted")) {
            all.put(CsvMapping.DELETED, settings.text("deleted"));
            if (!table) {
                problems.add(
                        settings.at("deleted"),
                        "events are never deleted; 'deleted' is for a table, a source with table: true");
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private static Map<String, String> columns(ConfigNode node, EventSchema schema, Problems problems) {
        Map<String, String> columns = new LinkedHashMap<>();
        if (node.kind() != ConfigNode.Kind.MAPPING) {
            problems.add(node, "expected a column for each field, such as 'amount: TX_AMOUNT'");
        }
        node.entries().forEach((field, column) -> {
            if (schema.size() > 0 && schema.recordField(field).isEmpty()) {
                problems.add(column, Suggestion.unknown("field", field, SourcesSection.recordNames(schema)));
            } else if (column.text() == null) {
                problems.add(column, "expected the name of a column but found " + column.shown());
            } else if (column.text().equals(CsvMapping.ROW) && !countable(schema, field)) {
                problems.add(column, CsvMapping.ROW + " is a number; field '" + field + "' must be a string or long");
            } else {
                columns.put(field, column.text());
            }
        });
        return Collections.unmodifiableMap(columns);
    }

    private static boolean countable(EventSchema schema, String field) {
        if (schema.vector(field).isPresent()) {
            return false;
        }
        int index = schema.indexOf(field);
        return index < 0 || schema.typeAt(index) == FieldType.STRING || schema.typeAt(index) == FieldType.LONG;
    }

    private static Map<String, Boolean> booleans(ConfigNode node, Problems problems) {
        Map<String, Boolean> words = new LinkedHashMap<>();
        if (node.kind() != ConfigNode.Kind.MAPPING) {
            problems.add(node, "expected words with their meaning, such as {UP: true, DOWN: false}");
        }
        node.entries().forEach((word, value) -> {
            if (value.shown().equals("true") || value.shown().equals("false")) {
                words.put(word, Boolean.valueOf(value.shown()));
            } else {
                problems.add(value, "expected true or false but found '" + value.shown() + "'");
            }
        });
        return Collections.unmodifiableMap(words);
    }

    private static RowTime rowTime(ConfigNode node, Problems problems) {
        Settings settings = ROW_TIME.read(node, problems);
        Duration every = settings.duration("every");
        if (settings.has("every") && every.isZero()) {
            problems.add(settings.at("every"), "rows would all stand at one moment; write a length such as 30m");
        }
        Instant start = Instant.EPOCH;
        if (settings.has("start")) {
            try {
                start = Instant.parse(settings.text("start"));
            } catch (DateTimeParseException e) {
                problems.add(
                        settings.at("start"),
                        "'" + settings.text("start") + "' is no moment; allowed: a form such as 1996-05-07T00:00:00Z");
            }
        }
        return new RowTime(start, every);
    }

    private static String timeFormat(Settings settings, Problems problems) {
        String format = settings.text("time_format");
        try {
            CsvTime.of(format, ZoneOffset.UTC);
        } catch (IllegalArgumentException e) {
            problems.add(
                    settings.at("time_format"),
                    "'" + format + "' is no time format (" + e.getMessage()
                            + "); allowed: iso, ms, s or a pattern such as yyyy-MM-dd HH:mm:ss");
        }
        return format;
    }

    private static ZoneId zone(Settings settings, Problems problems) {
        try {
            return ZoneId.of(settings.text("zone"));
        } catch (DateTimeException e) {
            problems.add(
                    settings.at("zone"),
                    Suggestion.nearest(settings.text("zone"), ZoneId.getAvailableZoneIds())
                            .map(zone -> "unknown zone '" + settings.text("zone") + "'; did you mean '" + zone + "'?")
                            .orElse("unknown zone '" + settings.text("zone")
                                    + "'; allowed: UTC, Europe/Paris, +02:00"));
            return ZoneOffset.UTC;
        }
    }
}
