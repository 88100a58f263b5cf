package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.definition.CategorySection.Category;
import io.streamgauge.store.event.FieldType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One aggregate of a view, which {@code by} makes several of. */
final class AggregateSection {

    static final Table TABLE = Table.named("features.<view>.aggregates.<name>")
            .required(
                    "of",
                    Property.Type.TEXT,
                    "The aggregate, from [aggregates.md](aggregates.md): a function such as count, or one of a field and"
                            + " numbers, such as mean(amount) or last_n(amount, 3). share without a field is the share"
                            + " of events for which `where` is true. Of a vector it is one aggregate per element, named"
                            + " `<name>_<element>`.")
            .optional(
                    "value",
                    Property.Type.TEXT,
                    null,
                    "Expression over the feeding event that gives a number, in place of a field, such as amount * 0.01;"
                            + " an event without it does not count. Where the scored source feeds the view, it may name"
                            + " features of views before it, and expressions over these, as the event itself carried them.")
            .optional(
                    "where",
                    Property.Type.TEXT,
                    null,
                    "Expression over the feeding event; only events for which it is true count. It may name what `value` may.")
            .nested(
                    "by",
                    false,
                    CategorySection.TABLE.jsonSchema(),
                    "One aggregate per value of a field, named `<name>_<value>`.")
            .nested("windows", false, WindowText.jsonSchema(), "Windows of this aggregate, in place of the view's.")
            .optional(
                    "delay",
                    Property.Type.DURATION,
                    null,
                    "How long after its event time an event counts, in place of the view's delay: windows are"
                            + " (t - w - delay, t - delay].")
            .optional(
                    "resolution",
                    Property.Type.DURATION,
                    null,
                    "Keeps values in tiles of this length instead of one by one, as many as the longest window has, however"
                            + " many events there are. A window of length w is then (floor(e - w), e], rounded down to a"
                            + " multiple of the resolution: events older than w by less than that may count, none newer is"
                            + " missed. Not for functions that read values by position, nor for windows other than lengths"
                            + " and unbounded.")
            .optional(
                    "max_age",
                    Property.Type.DURATION,
                    null,
                    "A result whose newest value is older than this is missing, with status OUTSIDE_MAX_AGE; at most"
                            + " what the longest window reaches back.")
            .nested(
                    "default",
                    false,
                    DefaultText.jsonSchema(),
                    "Value in place of a missing one: a text where results are texts, else a number.")
            .optional("include_current", Property.Type.BOOLEAN, "true", "Whether the event being enriched counts.")
            .optional("description", Property.Type.TEXT, null, "What it means, for the catalogue.")
            .optional(
                    "owner", Property.Type.TEXT, null, "Who answers for it, for the catalogue, in place of the view's.")
            .build();

    private final String name;
    private final Settings settings;
    private final @Nullable SourceDefinition feed;
    private final Problems problems;
    private final AggregateInputs check;

    private AggregateSection(
            String name, Settings settings, @Nullable SourceDefinition feed, Upstream upstream, Problems problems) {
        this.name = name;
        this.settings = settings;
        this.feed = feed;
        this.problems = problems;
        this.check = new AggregateInputs(settings, feed, upstream, problems);
    }

    /**
     * Reads one aggregate.
     *
     * @param feed source that feeds the view; without it fields and expressions are not checked
     * @param upstream what the view may take of other views
     * @param viewWindows the view's windows; null when it declares none
     * @return one, several with {@code by}, none when it is wrong, which has been noted
     */
    static List<AggregateDefinition> read(
            String name,
            ConfigNode node,
            @Nullable SourceDefinition feed,
            Upstream upstream,
            @Nullable List<WindowDefinition> viewWindows,
            Problems problems) {
        Settings settings = TABLE.read(node.kind() == ConfigNode.Kind.SCALAR ? asMapping(node) : node, problems);
        return new AggregateSection(name, settings, feed == null ? null : upstream.of(feed), upstream, problems)
                .read(viewWindows);
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

    private List<AggregateDefinition> read(@Nullable List<WindowDefinition> viewWindows) {
        List<WindowDefinition> windows = windows(viewWindows);
        Optional<Duration> maxAge = maxAge(windows);
        Optional<AggregateText> text = settings.has("of")
                ? AggregateText.read(settings.text("of"), settings.at("of"), problems)
                : Optional.empty();
        boolean whereFits = check.expressionFits("where", Boolean.class);
        List<Category> categories = settings.nested("by")
                .map(by -> CategorySection.read(by, feed, problems))
                .orElse(List.of());
        if (text.isEmpty()) {
            return List.of();
        }
        boolean shareOfEvents = isShareOfEvents(text.get());
        Optional<String> where = settings.optionalText("where").map(String::strip);
        Optional<String> value = settings.optionalText("value").map(String::strip);
        if (shareOfEvents) {
            value = where;
            where = Optional.empty();
            if (value.isEmpty() && !settings.has("by")) {
                problems.add(
                        settings.at("of"),
                        "share of what? Give it a 'where', such as {of: share, where: amount > 100}, a boolean field,"
                                + " such as share(fraud), or a 'by'");
                return List.of();
            }
        } else if (!check.inputFits(text.get())) {
            return List.of();
        }
        Optional<List<Double>> arguments = arguments(text.get());
        if (arguments.isEmpty()) {
            return List.of();
        }
        DefaultText otherwise = settings.nested("default")
                .map(node -> DefaultText.read(node, text.get(), feed, problems))
                .orElse(DefaultText.NONE);
        UnboundedPositions.wrong(
                        windows,
                        text.get().function().name(),
                        text.get().function().with(arguments.get()))
                .ifPresent(problem -> problems.add(settings.at("of"), problem));
        RowBytes.wrong(
                        windows,
                        settings.has("resolution") && !givesTexts(text.get()),
                        text.get().function().name(),
                        text.get().function().with(arguments.get()))
                .ifPresent(problem -> problems.add(settings.at("of"), problem));
        AggregateDefinition whole = new AggregateDefinition(
                name,
                text.get().function().name(),
                arguments.get(),
                text.get().field(),
                value,
                where,
                windows,
                delay(),
                resolution(windows, text.get(), arguments.get()),
                settings.bool("include_current"),
                maxAge,
                otherwise.number(),
                settings.optionalText("description"),
                settings.optionalText("owner"),
                otherwise.text());
        if (!settings.has("by")) {
            return perElement(List.of(whole));
        }
        List<AggregateDefinition> each = perCategory(whole, categories, shareOfEvents);
        if (whereFits) {
            each.forEach(one -> one.where().ifPresent(check::condition));
        }
        return perElement(each);
    }

    /** Of an aggregate over a vector, one for each of its elements; any other as it is. */
    private List<AggregateDefinition> perElement(List<AggregateDefinition> each) {
        return each.stream()
                .flatMap(one -> one.field()
                        .filter(field -> feed != null)
                        .flatMap(field -> Objects.requireNonNull(feed).schema().vector(field))
                        .map(vector -> IntStream.range(0, vector.elements()).mapToObj(one::ofElement))
                        .orElseGet(() -> Stream.of(one)))
                .toList();
    }

    private List<AggregateDefinition> perCategory(
            AggregateDefinition whole, List<Category> categories, boolean shareOfEvents) {
        List<AggregateDefinition> each = new ArrayList<>();
        for (Category category : categories) {
            AggregateDefinition one = shareOfEvents && whole.value().isEmpty()
                    ? whole.as(name + "_" + category.name(), Optional.of(category.membership()), Optional.empty())
                    : whole.as(
                            name + "_" + category.name(),
                            whole.value(),
                            Optional.of(and(whole.where(), category.condition())));
            each.add(one);
        }
        return each;
    }

    private static String and(Optional<String> where, String condition) {
        return where.map(text -> "(" + text + ") && " + condition).orElse(condition);
    }

    private List<WindowDefinition> windows(@Nullable List<WindowDefinition> viewWindows) {
        if (settings.has("windows")) {
            return WindowText.read(settings.at("windows"), viewWindows == null ? List.of() : viewWindows, problems);
        }
        if (viewWindows == null) {
            problems.add(settings.node(), "no windows; give the view or the aggregate 'windows', such as [1d, 7d]");
            return List.of();
        }
        return viewWindows;
    }

    private Optional<Duration> resolution(List<WindowDefinition> windows, AggregateText text, List<Double> arguments) {
        if (!settings.has("resolution")) {
            return Optional.empty();
        }
        ConfigNode at = settings.at("resolution");
        Duration resolution = Lengths.bounded(settings.duration("resolution"), at, problems);
        if (givesTexts(text)) {
            problems.add(
                    at,
                    "'" + settings.text("of").strip() + "' gives texts, and tiles keep none; leave 'resolution' out");
            return Optional.empty();
        }
        Optional<String> wrong = Resolutions.wrong(
                resolution, windows, text.function().name(), text.function().with(arguments));
        wrong.ifPresent(problem -> problems.add(at, problem));
        return wrong.isPresent() ? Optional.empty() : Optional.of(resolution);
    }

    private boolean givesTexts(AggregateText text) {
        return feed != null
                && text.function().result() == AggregateFunction.Result.INPUT
                && text.field()
                        .map(feed.schema()::indexOf)
                        .filter(index -> index >= 0 && feed.schema().typeAt(index) == FieldType.STRING)
                        .isPresent();
    }

    private Optional<Duration> delay() {
        return settings.has("delay")
                ? Optional.of(Lengths.bounded(settings.duration("delay"), settings.at("delay"), problems))
                : Optional.empty();
    }

    private Optional<Duration> maxAge(List<WindowDefinition> windows) {
        if (!settings.has("max_age")) {
            return Optional.empty();
        }
        ConfigNode at = settings.at("max_age");
        Duration maxAge = Lengths.bounded(settings.duration("max_age"), at, problems);
        if (maxAge.isZero()) {
            problems.add(at, "everything is older than 0; write a length such as 30d");
            return Optional.empty();
        }
        longest(windows)
                .filter(longest -> maxAge.compareTo(longest) > 0)
                .ifPresent(longest -> problems.add(
                        at,
                        Durations.format(maxAge) + " is longer than the longest window reaches back, "
                                + Durations.format(longest) + ", so no value in it is ever too old; write at most "
                                + Durations.format(longest) + ", or leave it out"));
        return Optional.of(maxAge);
    }

    /** How far back the longest window reaches; empty where one reaches back for ever. */
    private static Optional<Duration> longest(List<WindowDefinition> windows) {
        return windows.stream().allMatch(window -> window.reach().isPresent())
                ? windows.stream().flatMap(window -> window.reach().stream()).max(Duration::compareTo)
                : Optional.empty();
    }

    /** {@code share} of no field: its values are whether {@code where} is true. */
    private boolean isShareOfEvents(AggregateText text) {
        return text.function().name().equals("share") && text.field().isEmpty() && !settings.has("value");
    }

    private Optional<List<Double>> arguments(AggregateText text) {
        try {
            List<Double> complete = text.function().complete(text.arguments());
            text.function().with(complete);
            return Optional.of(complete);
        } catch (IllegalArgumentException e) {
            problems.add(
                    settings.at("of"),
                    "'" + settings.text("of").strip() + "': " + e.getMessage() + " (written "
                            + Calls.form(text.function()) + ")");
            return Optional.empty();
        }
    }
}
