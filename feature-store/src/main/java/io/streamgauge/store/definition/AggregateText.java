package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.event.EventSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An aggregate as users write it: {@code count} or {@code mean(amount)}.
 *
 * @param kind the function
 * @param field its field; empty for {@code count}, which counts events
 */
record AggregateText(AggregateKind kind, Optional<String> field) {

    static final List<String> KINDS = Arrays.stream(AggregateKind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();

    private static final Pattern FORM = Pattern.compile("([A-Za-z_]\\w*)\\s*(?:\\(\\s*(\\w*)\\s*\\))?");

    /** Reads the text, or notes why it is none; {@code feed} is the source that feeds the view. */
    static Optional<AggregateText> read(String text, ConfigNode node, SourceDefinition feed, Problems problems) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            problems.add(
                    node,
                    "'" + text + "' is no aggregate; allowed: count, or one of " + KINDS + " of a field,"
                            + " such as mean(amount)");
            return Optional.empty();
        }
        String function = matcher.group(1);
        if (!KINDS.contains(function)) {
            problems.add(node, Suggestion.unknown("aggregate", function, KINDS));
            return Optional.empty();
        }
        AggregateKind kind = AggregateKind.valueOf(function.toUpperCase(Locale.ROOT));
        String field = matcher.group(2);
        boolean named = field != null && !field.isEmpty();
        if (kind == AggregateKind.COUNT && !named) {
            return Optional.of(new AggregateText(kind, Optional.empty()));
        }
        if (kind == AggregateKind.COUNT) {
            problems.add(node, "'" + text + "': count takes no field, it counts events; write count");
            return Optional.empty();
        }
        if (!named) {
            problems.add(
                    node,
                    "'" + text + "' needs a field, such as " + function + "(amount); numeric fields of '" + feed.name()
                            + "': " + numeric(feed.schema()));
            return Optional.empty();
        }
        return fits(field, node, feed, problems)
                ? Optional.of(new AggregateText(kind, Optional.of(field)))
                : Optional.empty();
    }

    private static boolean fits(String field, ConfigNode node, SourceDefinition feed, Problems problems) {
        int index = feed.schema().indexOf(field);
        if (index < 0) {
            problems.add(
                    node,
                    "source '" + feed.name() + "' has no field '" + field + "'"
                            + Suggestion.nearest(field, feed.schema().names())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("")
                            + " (fields: "
                            + String.join(
                                    ", ",
                                    feed.schema().fields().stream()
                                            .map(SourcesSection::shown)
                                            .toList())
                            + ")");
            return false;
        }
        if (!feed.schema().typeAt(index).numeric()) {
            problems.add(
                    node,
                    "field '" + field + "' of source '" + feed.name() + "' is a "
                            + SourcesSection.word(feed.schema().typeAt(index)) + ", not a number (numeric fields: "
                            + numeric(feed.schema()) + ")");
            return false;
        }
        return true;
    }

    private static String numeric(EventSchema schema) {
        List<String> fields = schema.fields().stream()
                .filter(field -> field.type().numeric())
                .map(SourcesSection::shown)
                .toList();
        return fields.isEmpty() ? "none" : String.join(", ", fields);
    }
}
