package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One feature view of the document. */
final class ViewSection {

    static final Table TABLE = Table.named("features.<view>")
            .nested(
                    "entity",
                    true,
                    EntityText.jsonSchema(),
                    "Field that names the entity, in the feeding and in the scored source; string or long. Or several that"
                            + " name it together, such as [customer_id, merchant_id]. An event in which one is null is"
                            + " left out of the view and knows nothing of it.")
            .required("from", Property.Type.TEXT, "Source that feeds the view.")
            .optional(
                    "delay",
                    Property.Type.DURATION,
                    "0s",
                    "How long after its event time an event counts; windows are (t - w - delay, t - delay].")
            .nested(
                    "windows",
                    false,
                    WindowText.jsonSchema(),
                    "Windows of all aggregates that declare none: a length such as 7d (exact: an event at t counts those"
                            + " in (t - w, t]), unbounded, last 10 [within 30d], tumbling 1d, hopping 1d by 1h,"
                            + " session 30m [within 1d].")
            .optional(
                    "max_age",
                    Property.Type.DURATION,
                    null,
                    "How long after its last event an entity is known. After that it reads as if it had never been, with"
                            + " status NOT_FOUND, its next event is its first, and its state is deleted, in the changelog"
                            + " too. At least as long as the longest window reaches back; not with unbounded windows, nor"
                            + " for a lookup. Without it entities are kept for ever.")
            .nested(
                    "lookup",
                    false,
                    LookupText.jsonSchema(),
                    "Of a table: fields of the row in force, in place of 'aggregates'; each gives one feature,"
                            + " `<view>.<field>`. A list of fields, or a mapping of features to fields, such as"
                            + " {risk: riskClass}.")
            .nested(
                    "aggregates",
                    false,
                    SchemaParts.mapping(
                            Names.PATTERN,
                            1,
                            Map.of("anyOf", List.of(Map.of("type", "string"), AggregateSection.TABLE.jsonSchema()))),
                    "Aggregates by name, required but for a lookup; each gives one feature per window, `<view>.<name>_<window>`. Either the aggregate"
                            + " itself, such as mean(amount), or a mapping with 'of'.")
            .optional("description", Property.Type.TEXT, null, "What the view holds, for the catalogue.")
            .optional("owner", Property.Type.TEXT, null, "Who answers for it, for the catalogue.")
            .optional("tags", Property.Type.TEXTS, null, "Words to find it by, for the catalogue.")
            .build();

    private ViewSection() {}

    /** JSON Schema of a view: it looks fields up, or aggregates. */
    static Map<String, Object> jsonSchema() {
        Map<String, Object> schema = new LinkedHashMap<>(TABLE.jsonSchema());
        schema.put("oneOf", List.of(Map.of("required", List.of("aggregates")), Map.of("required", List.of("lookup"))));
        return schema;
    }

    /**
     * Reads a view.
     *
     * @param sources by name; null when they are not known, and nothing that needs them is checked
     * @param scored the source that reads the view; null when it is not known
     * @param upstream what it may take of other views
     */
    static ViewDefinition read(
            String name,
            ConfigNode node,
            @Nullable Map<String, SourceDefinition> sources,
            @Nullable SourceDefinition scored,
            Upstream upstream,
            Problems problems) {
        Settings settings = TABLE.read(node, problems);
        String from = settings.text("from");
        SourceDefinition named = sources == null ? null : sources.get(from);
        if (named == null && sources != null && settings.has("from")) {
            problems.add(settings.at("from"), Suggestion.unknown("source", from, sources.keySet()));
        }
        // Fields that are wrong have been told; nothing that needs them is checked.
        SourceDefinition feed = named == null || named.schema().size() == 0 ? null : named;
        List<String> entity = settings.nested("entity")
                .map(written -> EntityText.read(written, feed, scored, problems))
                .orElse(List.of());
        List<WindowDefinition> windows =
                settings.has("windows") ? WindowText.read(settings.at("windows"), List.of(), problems) : null;
        LookupText.check(settings, feed, entity, problems);
        ViewDefinition view = new ViewDefinition(
                name,
                entity,
                from,
                Lengths.bounded(settings.duration("delay"), settings.at("delay"), problems),
                settings.nested("lookup")
                        .map(lookup -> LookupText.read(lookup, feed, problems))
                        .or(() -> settings.nested("aggregates")
                                .map(aggregates -> aggregates(aggregates, feed, upstream, windows, problems)))
                        .orElse(List.of()),
                settings.optionalText("description"),
                settings.optionalText("owner"),
                settings.texts("tags"),
                maxAge(settings, problems));
        if (problems.isEmpty()) {
            view.maxAgeProblem().ifPresent(problem -> problems.add(settings.at("max_age"), problem));
        }
        if (feed != null
                && problems.isEmpty()
                && VectorFeatures.of(view, feed.schema()).isEmpty()) { // those are told apart
            RowBytes.tooMany(view, feed.schema())
                    .ifPresent(problem -> problems.add(settings.at("aggregates"), problem));
        }
        return view;
    }

    private static Optional<Duration> maxAge(Settings settings, Problems problems) {
        if (!settings.has("max_age")) {
            return Optional.empty();
        }
        Duration maxAge = Lengths.bounded(settings.duration("max_age"), settings.at("max_age"), problems);
        if (maxAge.isZero()) {
            problems.add(settings.at("max_age"), "no entity is known after 0; write a length such as 90d");
            return Optional.empty();
        }
        return Optional.of(maxAge);
    }

    private static List<AggregateDefinition> aggregates(
            ConfigNode node,
            @Nullable SourceDefinition feed,
            Upstream upstream,
            @Nullable List<WindowDefinition> windows,
            Problems problems) {
        if (node.kind() != ConfigNode.Kind.MAPPING || node.entries().isEmpty()) {
            problems.add(node, "expected aggregates by name, such as 'amount_mean: mean(amount)'");
        }
        List<AggregateDefinition> aggregates = new ArrayList<>();
        node.entries().forEach((name, written) -> {
            Names.check(name, written, problems);
            aggregates.addAll(AggregateSection.read(name, written, feed, upstream, windows, problems));
        });
        return List.copyOf(aggregates);
    }
}
