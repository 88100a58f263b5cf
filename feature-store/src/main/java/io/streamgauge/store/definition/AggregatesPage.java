package io.streamgauge.store.definition;

import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunction.Input;
import io.streamgauge.store.aggregate.AggregateFunction.Parameter;
import io.streamgauge.store.aggregate.AggregateFunctions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The reference page of aggregates, made from the functions themselves. */
public final class AggregatesPage {

    private static final String INTRODUCTION = """
            # Aggregates

            Every function that `of` of an [aggregate](features.md) may name, from the functions themselves; a test fails when this page
            and the code disagree. A function takes values of a field, or events; numbers follow the field, and what stands in [] may be
            left out. Inside braces `{}` a comma ends a value in YAML, so quote it there: `{of: "last_n(amount, 3)"}`. A number that is a
            length of time in seconds may be written as a duration too: `decayed_sum(amount, 1h)`.

            A result is one of the values where it says "as its input": a text of a string field, else a number, booleans as 0 and 1 and
            timestamps as milliseconds since 1970-01-01 UTC. All other results are 64-bit floating point. A text is kept as it is up to 256
            UTF-16 code units; of a longer one the beginning is kept, with an ellipsis and a hash of the whole, so that two stay two. Texts
            have the order of their code units. Nulls are never values. Results do not depend on how events arrived, only on
            their times, their values and, at one moment, their order. Of a [vector](features.md#vectors) a function is taken element by
            element.

            """;

    private AggregatesPage() {}

    /** The page. */
    public static String markdown() {
        List<AggregateFunction> functions = AggregateFunctions.all().stream()
                .sorted(Comparator.comparing(AggregateFunction::name))
                .toList();
        StringBuilder out = new StringBuilder(INTRODUCTION);
        out.append("| aggregate | of | result | bound |\n|---|---|---|---|\n");
        for (AggregateFunction function : functions) {
            out.append("| [`%s`](#%s) | %s | %s | %s |\n"
                    .formatted(
                            function.name(),
                            function.name(),
                            inputs(function),
                            result(function),
                            cell(function.bound())));
        }
        functions.forEach(function -> section(function, out));
        return out.toString();
    }

    private static void section(AggregateFunction function, StringBuilder out) {
        out.append("\n## ")
                .append(function.name())
                .append("\n\n`")
                .append(Calls.form(function))
                .append("`: ");
        out.append(function.description()).append("\n\n");
        for (Parameter parameter : function.parameters()) {
            Double otherwise = parameter.otherwise();
            out.append("- `")
                    .append(parameter.name())
                    .append("`: ")
                    .append(parameter.description())
                    .append(parameter.repeated() ? "; one or more" : "")
                    .append(otherwise == null ? "" : "; " + Calls.number(otherwise) + " when not given")
                    .append('\n');
        }
        out.append("- of: ").append(inputs(function)).append('\n');
        out.append("- result: ").append(result(function)).append('\n');
        out.append("- bound: ").append(function.bound()).append('\n');
        out.append("- of nothing: ").append(function.ofNothing()).append('\n');
    }

    private static String inputs(AggregateFunction function) {
        return String.join(
                        ", ",
                        Stream.of(Input.values())
                                .filter(function.inputs()::contains)
                                .map(input -> switch (input) {
                                    case EVENT -> "events";
                                    case TEXT -> "string";
                                    default -> input.name().toLowerCase(Locale.ROOT);
                                })
                                .toList())
                + (Elementwise.takes(function) ? ", vector" : "");
    }

    private static String result(AggregateFunction function) {
        return switch (function.result()) {
            case DURATION -> "double, seconds";
            case INPUT -> "as its input";
            default -> function.result().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
