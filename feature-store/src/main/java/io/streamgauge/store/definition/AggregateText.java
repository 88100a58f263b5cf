package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunctions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An aggregate as users write it: {@code count}, {@code mean(amount)} or {@code quantile(amount, 0.5, 0.9)}.
 *
 * @param function the function
 * @param field what it is of; empty when no field is written
 * @param arguments the numbers after the field, as written
 */
record AggregateText(AggregateFunction function, Optional<String> field, List<Double> arguments) {

    /** Begins the description of a parameter that is a length of time, which may also be written as a duration. */
    static final String SECONDS = "seconds";

    private static final Pattern FORM = Pattern.compile("([A-Za-z_]\\w*)\\s*(?:\\(([^()]*)\\))?");
    private static final Pattern FIELD = Pattern.compile(Names.FIELD_PATTERN + "(\\." + Names.FIELD_PATTERN + ")*");

    /** An element of a vector as expressions write it: {@code embedding[3]} is the field {@code embedding_3}. */
    private static final Pattern ELEMENT =
            Pattern.compile("(" + Names.FIELD_PATTERN + ")\\[\\s*(0|[1-9]\\d{0,3})\\s*]");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d[\\d_]*\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    /** What other systems call functions that are here under another name. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("avg", "mean"),
            Map.entry("average", "mean"),
            Map.entry("std", "stddev"),
            Map.entry("variance", "var_samp"),
            Map.entry("unique_count", "count_distinct"),
            Map.entry("distinct_count", "count_distinct"),
            Map.entry("nunique", "count_distinct"),
            Map.entry("approx_unique_count", "approx_count_distinct"),
            Map.entry("approx_percentile", "quantile"),
            Map.entry("percentile", "quantile"),
            Map.entry("first_k", "first_n"),
            Map.entry("last_k", "last_n"),
            Map.entry("latest", "last"),
            Map.entry("last_distinct", "last_distinct_n"),
            Map.entry("collect_set", "last_distinct_n"),
            Map.entry("collect_list", "last_n"),
            Map.entry("most_frequent", "mode"),
            Map.entry("top_n_frequency", "approx_top_k"),
            Map.entry("approx_frequent_k", "approx_top_k"),
            Map.entry("earliest", "first"),
            Map.entry("drawdown", "max_drawdown"),
            Map.entry("ratio", "share"));

    /** Reads the text, or notes why it is none. */
    static Optional<AggregateText> read(String text, ConfigNode node, Problems problems) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            problems.add(
                    node,
                    "'" + text + "' is no aggregate"
                            + (text.contains("(") && !text.contains(")")
                                    ? ": ')' is missing (within {} a comma ends a value; quote it, such as"
                                            + " {of: \"last_n(amount, 3)\"})"
                                    : "")
                            + "; allowed: a function such as count, or one of a field and numbers, such as mean(amount) or"
                            + " last_n(amount, 3)");
            return Optional.empty();
        }
        Optional<AggregateFunction> function = function(matcher.group(1), node, problems);
        List<String> words = new ArrayList<>();
        if (matcher.group(2) != null && !matcher.group(2).isBlank()) {
            for (String word : matcher.group(2).split(",", -1)) {
                words.add(word.strip());
            }
        }
        Optional<String> field = Optional.empty();
        if (!words.isEmpty() && FIELD.matcher(words.get(0)).matches()) {
            field = Optional.of(words.remove(0));
        } else if (!words.isEmpty() && ELEMENT.matcher(words.get(0)).matches()) {
            Matcher element = ELEMENT.matcher(words.remove(0));
            field = Optional.of(element.replaceFirst("$1_$2"));
        }
        if (function.isEmpty()) {
            return Optional.empty();
        }
        List<Double> arguments = new ArrayList<>();
        for (String word : words) {
            Optional<Double> argument = argument(word, arguments.size(), function.get());
            if (argument.isEmpty()) {
                problems.add(node, notAnArgument(text, word, arguments.size(), function.get()));
                return Optional.empty();
            }
            arguments.add(argument.get());
        }
        return Optional.of(new AggregateText(function.get(), field, List.copyOf(arguments)));
    }

    private static Optional<AggregateFunction> function(String name, ConfigNode node, Problems problems) {
        List<String> known = AggregateFunctions.all().stream()
                .map(AggregateFunction::name)
                .sorted()
                .toList();
        if (known.contains(name)) {
            return Optional.of(AggregateFunctions.named(name));
        }
        String meant = ELSEWHERE.get(name);
        problems.add(
                node,
                meant != null && known.contains(meant)
                        ? "unknown aggregate '" + name + "'; did you mean '" + meant + "'? (allowed: "
                                + String.join(", ", known) + ")"
                        : Suggestion.unknown("aggregate", name, known));
        return Optional.empty();
    }

    private static Optional<Double> argument(String word, int index, AggregateFunction function) {
        if (NUMBER.matcher(word).matches()) {
            return Optional.of(Double.valueOf(word.replace("_", "")));
        }
        return takesDuration(function, index)
                ? Durations.parse(word).map(Duration::toMillis).map(ms -> ms / 1000.0)
                : Optional.empty();
    }

    /** Whether the argument at an index is a length of time. */
    private static boolean takesDuration(AggregateFunction function, int index) {
        List<AggregateFunction.Parameter> parameters = function.parameters();
        return !parameters.isEmpty()
                && parameters
                        .get(Math.min(index, parameters.size() - 1))
                        .description()
                        .startsWith(SECONDS);
    }

    private static String notAnArgument(String text, String word, int index, AggregateFunction function) {
        return "'" + text + "': '" + word + "' is no number"
                + (takesDuration(function, index) ? " and no duration (" + Durations.ALLOWED + ")" : "") + "; "
                + function.name() + " is written " + Calls.form(function);
    }
}
