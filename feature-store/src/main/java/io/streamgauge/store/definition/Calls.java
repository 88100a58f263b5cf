package io.streamgauge.store.definition;

import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunction.Input;
import io.streamgauge.store.aggregate.AggregateFunction.Parameter;
import io.streamgauge.store.event.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How functions are written in definitions. */
final class Calls {

    private Calls() {}

    /** The general form, e.g. {@code quantile(field, q, ...)}; what stands in [] may be left out. */
    static String form(AggregateFunction function) {
        StringBuilder inside = new StringBuilder();
        if (!onlyOfEvents(function)) {
            inside.append(function.inputs().contains(Input.EVENT) ? "[field]" : "field");
        }
        for (Parameter parameter : function.parameters()) {
            String word = parameter.name() + (parameter.repeated() ? ", ..." : "");
            String separator = inside.length() == 0 ? "" : ", ";
            inside.append(parameter.otherwise() == null ? separator + word : "[" + separator + word + "]");
        }
        return function.name() + (inside.length() == 0 ? "" : "(" + inside + ")");
    }

    /** The aggregate as a document would have it, without its condition: {@code last_n(amount, 3)}. */
    static String text(AggregateDefinition aggregate) {
        List<String> words = new ArrayList<>();
        aggregate.field().or(aggregate::value).ifPresent(words::add);
        aggregate.arguments().forEach(argument -> words.add(number(argument)));
        return aggregate.function() + (words.isEmpty() ? "" : "(" + String.join(", ", words) + ")");
    }

    /** A number as users write it. */
    static String number(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    /** Whether the function takes no values, events alone. */
    static boolean onlyOfEvents(AggregateFunction function) {
        return function.inputs().equals(Set.of(Input.EVENT));
    }

    /** The kind of input that values of a field are. */
    static Input input(FieldType type) {
        return switch (type) {
            case LONG, DOUBLE -> Input.NUMBER;
            case BOOLEAN -> Input.BOOLEAN;
            case STRING -> Input.TEXT;
            case TIMESTAMP -> Input.TIMESTAMP;
        };
    }

    /** What the function takes, as users say it: {@code a number or boolean}. */
    static String takes(AggregateFunction function) {
        List<String> words = new ArrayList<>();
        for (Input input : Input.values()) {
            if (input != Input.EVENT && function.inputs().contains(input)) {
                words.add(input == Input.TEXT ? "string" : input.name().toLowerCase(Locale.ROOT));
            }
        }
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
