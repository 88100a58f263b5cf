package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.event.FieldType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code by} of an aggregate: which values of a field get an aggregate of their own. */
final class CategorySection {

    /** Most values, since each costs features. */
    static final int MOST = 50;

    static final Table TABLE = Table.named("features.<view>.aggregates.<name>.by")
            .required("field", Property.Type.TEXT, "Field of the feeding source; string, long or boolean.")
            .required(
                    "values",
                    Property.Type.TEXTS,
                    "Its values that get an aggregate of their own, at most " + MOST + "; known beforehand, so that"
                            + " the vector has a fixed length.")
            .optional(
                    "as",
                    Property.Type.TEXTS,
                    null,
                    "Names of the values, one for each, where a value is no name itself, such as [debit, credit].")
            .optional(
                    "other",
                    Property.Type.BOOLEAN,
                    "true",
                    "Whether there is one more aggregate, `<name>_other`, of the events with any other value or none.")
            .build();

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final String OTHER = "other";

    private CategorySection() {}

    /**
     * One value of the field, or all others.
     *
     * @param name what it adds to the aggregate's name
     * @param condition expression that is true for its events
     * @param membership expression that is true for its events and false for those of every other category
     */
    record Category(String name, String condition, String membership) {}

    /** The categories; without those that cannot be, which are noted. */
    static List<Category> read(ConfigNode node, @Nullable SourceDefinition feed, Problems problems) {
        Settings settings = TABLE.read(node, problems);
        if (!settings.has("field") || !settings.has("values")) {
            return List.of();
        }
        String field = settings.text("field");
        Optional<FieldType> type = type(field, settings.at("field"), feed, problems);
        List<String> values = settings.texts("values");
        List<String> names = names(settings, values, problems);
        if (names.size() < values.size() || (feed != null && type.isEmpty())) {
            return List.of();
        }
        List<Category> categories = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Optional<String> literal = literal(values.get(i), type.orElse(FieldType.STRING));
            if (literal.isEmpty()) {
                problems.add(
                        settings.at("values"),
                        "'" + values.get(i) + "' is no value of field '" + field + "', which is a "
                                + SourcesSection.word(type.orElse(FieldType.STRING)));
                return List.of();
            }
            literals.add(literal.get());
            String condition = field + " == " + literal.get();
            // A null is of no category, unless there is one of all others.
            String membership = settings.bool(OTHER) ? "coalesce(" + condition + ", false)" : condition;
            categories.add(new Category(names.get(i), condition, membership));
        }
        if (settings.bool(OTHER)) {
            // An expression over a null is missing, hence the second choice.
            String rest = "coalesce(!(" + field + " in [" + String.join(", ", literals) + "]), true)";
            categories.add(new Category(OTHER, rest, rest));
        }
        return List.copyOf(categories);
    }

    private static Optional<FieldType> type(
            String field, ConfigNode at, @Nullable SourceDefinition feed, Problems problems) {
        if (feed == null) {
            return Optional.empty();
        }
        int index = feed.schema().indexOf(field);
        if (index < 0) {
            problems.add(at, SourcesSection.noField(feed, field));
            return Optional.empty();
        }
        FieldType type = feed.schema().typeAt(index);
        if (problems.doubted(SourcesSection.doubt(feed.name(), field))) {
            return Optional.of(type);
        }
        if (type == FieldType.DOUBLE || type == FieldType.TIMESTAMP) {
            problems.add(
                    at,
                    "field '" + field + "' of source '" + feed.name() + "' is a " + SourcesSection.word(type)
                            + "; 'by' takes a string, long or boolean");
            return Optional.empty();
        }
        return Optional.of(type);
    }

    /** One name per value, or none after noting why. */
    private static List<String> names(Settings settings, List<String> values, Problems problems) {
        boolean given = settings.has("as");
        List<String> names = given ? settings.texts("as") : values;
        ConfigNode at = settings.at(given ? "as" : "values");
        if (values.isEmpty() || values.size() > MOST) {
            problems.add(settings.at("values"), values.size() + " values; allowed: 1 to " + MOST);
            return List.of();
        }
        if (names.size() != values.size()) {
            problems.add(
                    at, "there are " + values.size() + " values and " + names.size() + " names; write one for each");
            return List.of();
        }
        Set<String> seen = new HashSet<>(settings.bool(OTHER) ? Set.of(OTHER) : Set.of());
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                problems.add(
                        at,
                        "'" + name + "' cannot end a feature's name; allowed: lower-case letters, digits and _"
                                + (given
                                        ? ""
                                        : "; give each value a name with 'as', such as as: ["
                                                + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_")
                                                + ", ...]"));
                return List.of();
            }
            if (!seen.add(name)) {
                problems.add(
                        at,
                        name.equals(OTHER)
                                ? "'other' is the aggregate of all other values; name this one with 'as', or write other: false"
                                : "'" + name + "' stands twice");
                return List.of();
            }
        }
        return names;
    }

    private static Optional<String> literal(String value, FieldType type) {
        return switch (type) {
            case STRING ->
                Optional.of(
                        '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"');
            case LONG -> WHOLE.matcher(value).matches() ? Optional.of(value) : Optional.empty();
            case BOOLEAN -> value.equals("true") || value.equals("false") ? Optional.of(value) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
