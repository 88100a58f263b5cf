package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.event.RecordField;
import io.streamgauge.store.expression.EventExpression;
import io.streamgauge.store.expression.ExpressionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code sources} of a pipeline document: topics of events and the fields of their records. */
public final class SourcesSection {

    private static final List<String> TYPES =
            Arrays.stream(FieldType.values()).map(SourcesSection::word).toList();

    private static final List<String> TYPES_AND_VECTOR =
            Stream.concat(TYPES.stream(), Stream.of("vector(n)")).toList();

    /** A vector's type as users write it; its length is checked apart, since a pattern of it would tell nobody. */
    private static final Pattern VECTOR = Pattern.compile("vector\\(\\s*(\\d+)\\s*\\)");

    private static final Map<String, Object> FIELDS_SCHEMA = SchemaParts.mapping(
            Names.FIELD_PATTERN,
            2,
            Map.of("anyOf", List.of(Map.of("enum", TYPES), Map.of("pattern", "^" + VECTOR.pattern() + "$"))));

    private static final Table TABLE = Table.named("sources.<name>")
            .required("topic", Property.Type.TEXT, "Kafka topic.")
            .choice(
                    "format",
                    "avro",
                    List.of("avro", "json"),
                    "How values are written: Avro in Confluent's wire format, or one JSON object.")
            .optional(
                    "key",
                    Property.Type.TEXT,
                    null,
                    "Field whose text is the record key; null where it is null. With an entity its events stay in order and a hop is"
                            + " saved; a record with another key is a dead letter. A table needs it.")
            .optional(
                    "table",
                    Property.Type.BOOLEAN,
                    "false",
                    "Whether records are rows of a table, of which a view looks fields up: a record takes the place of"
                            + " the one before it with the same key, and a null value deletes the key's row. Its topic is"
                            + " mostly a compacted one.")
            .optional(
                    "id",
                    Property.Type.TEXT,
                    null,
                    "Field that identifies an event; string or long. Required, but for a table, which has none.")
            .required(
                    "time",
                    Property.Type.TEXT,
                    "Field that holds event time; of type timestamp. For a table the time from which on a row is in force;"
                            + " it may also be `record`, the timestamp of the Kafka record.")
            .optional(
                    "lateness",
                    Property.Type.DURATION,
                    "10m",
                    "How far behind the greatest event time of its partition an event may be and still count;"
                            + " one further behind goes to `<pipeline>.late-events`. No row of a table is late, however"
                            + " old; there it is how long a deletion is remembered, and with `corrections` how long after"
                            + " its time a row still corrects what was scored without it; `1d` unless given.")
            .optional(
                    "max_ahead",
                    Property.Type.DURATION,
                    "1d",
                    "How far event time may be ahead of the record's own Kafka timestamp; an event further ahead would make"
                            + " all behind it late, so it goes to `<pipeline>.dead-letters`. Not for a table, whose rows"
                            + " may come before they are in force.")
            .optional(
                    "expect",
                    Property.Type.TEXTS,
                    null,
                    "Expressions that hold for every good event; an event that breaks one goes to `<pipeline>.dead-letters`."
                            + " Over a missing field an expectation holds.")
            .nested(
                    "fields",
                    true,
                    FIELDS_SCHEMA,
                    "Fields to read, with their types: " + String.join(", ", TYPES)
                            + ", or vector(n) with n from 1 to " + RecordField.MOST_ELEMENTS
                            + ". Records may have more. A timestamp is milliseconds since 1970 UTC. A vector is an array of n"
                            + " numbers, in a CSV file a column of such arrays in JSON; `<field>_0` to `<field>_<n - 1>` are its"
                            + " elements, doubles.")
            .nested("csv", false, CsvSection.TABLE.jsonSchema(), "How rows of a CSV file become events.")
            .build();

    private static final Pattern WORD = Pattern.compile(Names.FIELD_PATTERN);

    /** Stands for an id that is not written, which is noted: an empty one is a table's. */
    private static final String MISSING = "?";

    private SourcesSection() {}

    /**
     * Reads the section.
     *
     * @return sources by name, in declared order; complete only when {@code problems} stays empty
     */
    public static Map<String, SourceDefinition> read(ConfigNode sources, Problems problems) {
        if (sources.kind() != ConfigNode.Kind.MAPPING || sources.entries().isEmpty()) {
            problems.add(sources, "expected at least one source, such as 'transactions: {topic: transactions, ...}'");
            return Map.of();
        }
        Map<String, SourceDefinition> read = new LinkedHashMap<>();
        Map<String, String> sourceOfTopic = new HashMap<>();
        sources.entries().forEach((name, node) -> {
            Names.check(name, node, problems);
            SourceDefinition source = source(name, node, problems);
            String other = sourceOfTopic.putIfAbsent(source.topic(), name);
            if (other != null && !source.topic().isEmpty()) {
                problems.add(node, "topic '" + source.topic() + "' is read by source '" + other + "' already");
            }
            read.put(name, source);
        });
        return Collections.unmodifiableMap(read);
    }

    private static SourceDefinition source(String name, ConfigNode node, Problems problems) {
        Settings settings = TABLE.read(node, problems);
        if (settings.has("topic")) {
            Names.checkTopic(settings.text("topic"), settings.at("topic"), problems);
        }
        EventSchema schema = settings.nested("fields")
                .map(fields -> fields(name, fields, problems))
                .orElseGet(() -> new EventSchema(List.of()));
        if (schema.size() > 0) {
            checkField(name, settings, "id", schema, Set.of(FieldType.STRING, FieldType.LONG), problems);
            checkField(name, settings, "key", schema, Set.of(FieldType.STRING, FieldType.LONG), problems);
            if (!timeOfRecord(settings, schema)) {
                checkField(name, settings, "time", schema, Set.of(FieldType.TIMESTAMP), problems);
            }
            checkExpectations(name, settings, schema, problems);
        }
        boolean table = settings.bool("table");
        TableKeys.check(settings, problems);
        String time = timeOfRecord(settings, schema) ? "" : settings.text("time");
        return new SourceDefinition(
                name,
                settings.text("topic"),
                settings.text("format").equals("json") ? SourceDefinition.Format.JSON : SourceDefinition.Format.AVRO,
                schema,
                table ? "" : settings.has("id") ? settings.text("id") : MISSING,
                time,
                table && !settings.has("lateness")
                        ? TableKeys.LATENESS
                        : Lengths.bounded(settings.duration("lateness"), settings.at("lateness"), problems),
                Lengths.bounded(settings.duration("max_ahead"), settings.at("max_ahead"), problems),
                settings.optionalText("key"),
                settings.texts("expect"),
                settings.nested("csv")
                        .map(csv -> CsvSection.read(csv, schema, time, table, problems))
                        .orElse(CsvMapping.PLAIN));
    }

    /** Whether a table's time is its records'; a field of that name has precedence. */
    private static boolean timeOfRecord(Settings settings, EventSchema schema) {
        return settings.bool("table")
                && settings.text("time").equals(SourceDefinition.RECORD_TIME)
                && schema.indexOf(SourceDefinition.RECORD_TIME) < 0;
    }

    private static EventSchema fields(String source, ConfigNode node, Problems problems) {
        if (node.kind() != ConfigNode.Kind.MAPPING || node.entries().isEmpty()) {
            problems.add(node, "expected fields with their types, such as 'amount: double'");
            return new EventSchema(List.of());
        }
        List<Field> fields = new ArrayList<>();
        List<RecordField> vectors = new ArrayList<>();
        node.entries().forEach((name, type) -> {
            Names.checkField(name, type, problems);
            OptionalInt elements = elements(type, problems);
            if (elements.isPresent()) {
                vectors.add(new RecordField(name, fields.size(), elements.getAsInt()));
                fields.addAll(EventSchema.elements(name, elements.getAsInt()));
            } else if (TYPES.contains(type.shown())) {
                fields.add(new Field(name, FieldType.valueOf(type.shown().toUpperCase(Locale.ROOT))));
            } else {
                if (!VECTOR.matcher(type.shown()).matches()) {
                    problems.add(
                            type,
                            type.shown().startsWith("vector")
                                    ? "unknown type '" + type.shown() + "'; a vector is written vector(n), n from 1 to "
                                            + RecordField.MOST_ELEMENTS
                                    : Suggestion.unknown("type", type.shown(), TYPES_AND_VECTOR));
                }
                problems.doubt(doubt(source, name));
                fields.add(new Field(name, FieldType.STRING));
            }
        });
        return noTwoAlike(node, fields, problems) ? new EventSchema(fields, vectors) : new EventSchema(List.of());
    }

    /** Elements of a vector; empty for another type and, after noting it, for a length that is not allowed. */
    private static OptionalInt elements(ConfigNode type, Problems problems) {
        Matcher vector = VECTOR.matcher(type.shown());
        if (!vector.matches()) {
            return OptionalInt.empty();
        }
        String length = vector.group(1);
        int elements = length.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(length);
        if (elements < 1 || elements > RecordField.MOST_ELEMENTS) {
            problems.add(
                    type,
                    "a vector of " + length + " elements; allowed: vector(1) to vector(" + RecordField.MOST_ELEMENTS
                            + "), for each element is a field of its own");
            return OptionalInt.empty();
        }
        return OptionalInt.of(elements);
    }

    /** Whether no element of a vector is named as a field is. */
    private static boolean noTwoAlike(ConfigNode node, List<Field> fields, Problems problems) {
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                ConfigNode declared = node.get(field.name());
                problems.add(
                        declared == null ? node : declared,
                        "field '" + field.name() + "' is also an element of a vector, which are named"
                                + " <vector>_0, <vector>_1 and so on; name one of them otherwise");
                return false;
            }
        }
        return true;
    }

    /** Of a field whose type is wrong, which has been told; it is taken for a string. */
    public static String doubt(String source, String field) {
        return "field " + field + " of " + source;
    }

    /** Whether a field's type is wrong, or that of the vector whose element it is. */
    public static boolean doubted(String source, String field, Problems problems) {
        int element = field.lastIndexOf('_');
        return problems.doubted(doubt(source, field))
                || (element > 0
                        && field.substring(element + 1).chars().allMatch(Character::isDigit)
                        && problems.doubted(doubt(source, field.substring(0, element))));
    }

    /** Whether an expression over a source's fields names one whose type is wrong. */
    static boolean doubtful(String expression, String source, Problems problems) {
        return problems.anyDoubted()
                && WORD.matcher(expression).results().anyMatch(word -> doubted(source, word.group(), problems));
    }

    private static void checkField(
            String source,
            Settings settings,
            String key,
            EventSchema schema,
            Set<FieldType> allowed,
            Problems problems) {
        if (!settings.has(key)) {
            return;
        }
        String field = settings.text(key);
        int index = schema.indexOf(field);
        if (schema.vector(field).isPresent()) {
            problems.add(
                    settings.at(key),
                    "field '" + field + "' is of type "
                            + schema.vector(field).get().vectorType() + "; '" + key + "' takes " + words(allowed));
        } else if (index < 0) {
            problems.add(
                    settings.at(key),
                    key.equals("time") && field.equals(SourceDefinition.RECORD_TIME)
                            ? "'record', the time of the Kafka record, is for a table (table: true); write the field that"
                                    + " holds event time"
                            : Suggestion.unknown("field", field, recordNames(schema)));
        } else if (!allowed.contains(schema.typeAt(index)) && !problems.doubted(doubt(source, field))) {
            problems.add(
                    settings.at(key),
                    "field '" + field + "' is of type " + word(schema.typeAt(index)) + "; '" + key + "' takes "
                            + words(allowed));
        }
    }

    private static String words(Set<FieldType> allowed) {
        return String.join(
                " or ", allowed.stream().sorted().map(SourcesSection::word).toList());
    }

    private static void checkExpectations(String source, Settings settings, EventSchema schema, Problems problems) {
        for (String text : settings.texts("expect")) {
            try {
                EventExpression.compile(text, schema, Boolean.class);
            } catch (ExpressionException e) {
                if (!doubtful(text, source, problems)) {
                    problems.add(settings.at("expect"), e.problem());
                }
            }
        }
    }

    /** The type as users write it. */
    static String word(FieldType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** That a source lacks a field, with the nearest, or that it is a vector, where only one value can stand. */
    static String noField(SourceDefinition source, String field) {
        EventSchema schema = source.schema();
        return schema.vector(field)
                .map(vector -> "field '" + field + "' of source '" + source.name() + "' is a " + vector.vectorType()
                        + "; only one of its elements can stand here, such as "
                        + RecordField.element(field, 0))
                .orElseGet(() -> "source '" + source.name() + "' has no field '" + field + "'"
                        + Suggestion.nearest(field, recordNames(schema))
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("")
                        + " (fields: "
                        + String.join(
                                ", ",
                                schema.recordFields().stream()
                                        .map(known -> shown(schema, known))
                                        .toList())
                        + ")");
    }

    /** Names of the fields as a document declares them. */
    static List<String> recordNames(EventSchema schema) {
        return schema.recordFields().stream().map(RecordField::name).toList();
    }

    /** A field as shown to users: {@code amount (double)} or {@code embedding (vector(64))}. */
    static String shown(EventSchema schema, RecordField field) {
        return field.isVector()
                ? field.name() + " (" + field.vectorType() + ")"
                : shown(schema.fields().get(field.first()));
    }

    /** A field as shown to users: {@code amount (double)}. */
    static String shown(Field field) {
        return field.name() + " (" + word(field.type()) + ")";
    }

    /** JSON Schema of the section. */
    public static Map<String, Object> jsonSchema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", "Topics of events, by name.");
        schema.putAll(SchemaParts.mapping(Names.PATTERN, 1, TableKeys.jsonSchema(TABLE)));
        return schema;
    }

    /** The tables of the section, for tests that try every property. */
    public static List<Table> tables() {
        return List.of(TABLE, CsvSection.TABLE, CsvSection.ROW_TIME);
    }

    /** The section as Markdown, for the reference page. */
    public static String markdown() {
        return "## `sources`\n\nTopics of events, by name.\n\n"
                + String.join("\n", tables().stream().map(Table::markdown).toList());
    }
}
