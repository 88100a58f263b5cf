package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.FieldType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One feature view of the document. */
final class ViewSection {

    static final Table AGGREGATE = Table.named("features.<view>.aggregates.<name>")
            .required(
                    "of",
                    Property.Type.TEXT,
                    "The aggregate: count, or " + functions() + " of a numeric field, such as mean(amount).")
            .optional("default", Property.Type.DOUBLE, null, "Value in place of a missing one.")
            .optional("include_current", Property.Type.BOOLEAN, "true", "Whether the event being enriched counts.")
            .optional(
                    "windows",
                    Property.Type.DURATIONS,
                    null,
                    "Window lengths of this aggregate, in place of the view's.")
            .build();

    static final Table TABLE = Table.named("features.<view>")
            .required(
                    "entity",
                    Property.Type.TEXT,
                    "Field that names the entity, in the feeding and in the scored source; string or long.")
            .required("from", Property.Type.TEXT, "Source that feeds the view.")
            .optional(
                    "delay",
                    Property.Type.DURATION,
                    "0s",
                    "How long after its event time an event counts; windows are (t - w - delay, t - delay].")
            .optional(
                    "windows",
                    Property.Type.DURATIONS,
                    null,
                    "Window lengths, exact: an event at t counts those in (t - w, t].")
            .nested(
                    "aggregates",
                    true,
                    SchemaParts.mapping(
                            Names.PATTERN,
                            1,
                            Map.of("anyOf", List.of(Map.of("type", "string"), AGGREGATE.jsonSchema()))),
                    "Aggregates by name; each gives one feature per window, `<view>.<name>_<window>`. Either the aggregate"
                            + " itself, such as mean(amount), or a mapping with 'of'.")
            .build();

    private ViewSection() {}

    private static String functions() {
        return String.join(
                ", ",
                AggregateText.KINDS.stream().filter(k -> !k.equals("count")).toList());
    }

    static ViewDefinition read(
            String name,
            ConfigNode node,
            Map<String, SourceDefinition> sources,
            @Nullable SourceDefinition scored,
            Problems problems) {
        Settings settings = TABLE.read(node, problems);
        String from = settings.text("from");
        SourceDefinition feed = sources.get(from);
        if (feed == null && settings.has("from")) {
            problems.add(settings.at("from"), Suggestion.unknown("source", from, sources.keySet()));
        }
        if (feed != null && settings.has("entity")) {
            checkEntity(settings, feed, scored, problems);
        }
        List<Duration> windows = Lengths.windows(settings.durations("windows"), settings.at("windows"), problems);
        return new ViewDefinition(
                name,
                settings.text("entity"),
                from,
                Lengths.bounded(settings.duration("delay"), settings.at("delay"), problems),
                settings.nested("aggregates")
                        .map(aggregates -> aggregates(aggregates, feed, windows, settings.has("windows"), problems))
                        .orElse(List.of()));
    }

    private static void checkEntity(
            Settings settings, SourceDefinition feed, @Nullable SourceDefinition scored, Problems problems) {
        String entity = settings.text("entity");
        ConfigNode at = settings.at("entity");
        FieldType fed = entityType(entity, feed, at, "which feeds the view", problems);
        if (scored == null || scored.name().equals(feed.name())) {
            return;
        }
        FieldType read = entityType(entity, scored, at, "which reads the view", problems);
        if (fed != null && read != null && fed != read) {
            problems.add(
                    at,
                    "field '" + entity + "' is a " + SourcesSection.word(fed) + " in '" + feed.name() + "' and a "
                            + SourcesSection.word(read) + " in '" + scored.name() + "'; it must be the same in both");
        }
    }

    private static @Nullable FieldType entityType(
            String entity, SourceDefinition source, ConfigNode at, String role, Problems problems) {
        EventSchema schema = source.schema();
        int index = schema.indexOf(entity);
        if (index < 0) {
            problems.add(
                    at,
                    "source '" + source.name() + "', " + role + ", has no field '" + entity + "'"
                            + Suggestion.nearest(entity, schema.names())
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("")
                            + " (fields: " + String.join(", ", schema.names()) + ")");
            return null;
        }
        FieldType type = schema.typeAt(index);
        if (type != FieldType.STRING && type != FieldType.LONG) {
            problems.add(
                    at,
                    "field '" + entity + "' of source '" + source.name() + "' is a " + SourcesSection.word(type)
                            + "; an entity is a string or long");
            return null;
        }
        return type;
    }

    private static List<AggregateDefinition> aggregates(
            ConfigNode node,
            @Nullable SourceDefinition feed,
            List<Duration> windows,
            boolean windowsWritten,
            Problems problems) {
        if (node.kind() != ConfigNode.Kind.MAPPING || node.entries().isEmpty()) {
            problems.add(node, "expected aggregates by name, such as 'amount_mean: mean(amount)'");
        }
        List<AggregateDefinition> aggregates = new ArrayList<>();
        node.entries().forEach((name, written) -> {
            Names.check(name, written, problems);
            aggregate(name, written, feed, windows, windowsWritten, problems).ifPresent(aggregates::add);
        });
        return List.copyOf(aggregates);
    }

    private static Optional<AggregateDefinition> aggregate(
            String name,
            ConfigNode node,
            @Nullable SourceDefinition feed,
            List<Duration> viewWindows,
            boolean windowsWritten,
            Problems problems) {
        Settings settings = AGGREGATE.read(node.kind() == ConfigNode.Kind.SCALAR ? asMapping(node) : node, problems);
        List<Duration> windows = viewWindows;
        if (settings.has("windows")) {
            windows = Lengths.windows(settings.durations("windows"), settings.at("windows"), problems);
        } else if (!windowsWritten) {
            problems.add(node, "no windows; give the view or the aggregate 'windows', such as [1d, 7d]");
        }
        if (feed == null || !settings.has("of")) {
            return Optional.empty();
        }
        List<Duration> lengths = windows;
        OptionalDouble whenMissing =
                settings.has("default") ? OptionalDouble.of(settings.doubleValue("default")) : OptionalDouble.empty();
        return AggregateText.read(settings.text("of"), settings.at("of"), feed, problems)
                .map(text -> new AggregateDefinition(
                        name,
                        text.kind().name().toLowerCase(Locale.ROOT),
                        List.of(),
                        text.field(),
                        Optional.empty(),
                        Optional.empty(),
                        lengths.stream()
                                .<WindowDefinition>map(WindowDefinition.Sliding::new)
                                .toList(),
                        settings.bool("include_current"),
                        Optional.empty(),
                        whenMissing,
                        Optional.empty(),
                        Optional.empty()));
    }

    /** {@code mean(amount)} is short for {@code {of: mean(amount)}}. */
    private static ConfigNode asMapping(ConfigNode scalar) {
        return new ConfigNode(
                scalar.file(),
                scalar.line(),
                scalar.path(),
                null,
                List.of(),
                Map.of("of", scalar),
                ConfigNode.Kind.MAPPING);
    }
}
