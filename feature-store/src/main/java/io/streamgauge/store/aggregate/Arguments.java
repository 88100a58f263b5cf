package io.streamgauge.store.aggregate;

import io.streamgauge.store.aggregate.AggregateFunction.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Checks of the numbers that stand after a function's field. */
final class Arguments {

    private Arguments() {}

    static List<Double> complete(AggregateFunction function, List<Double> given) {
        List<Parameter> parameters = function.parameters();
        List<Double> complete = new ArrayList<>(given);
        for (int i = given.size(); i < parameters.size(); i++) {
            Double otherwise = parameters.get(i).otherwise();
            if (otherwise == null) {
                throw wrongNumber(function, given);
            }
            complete.add(otherwise);
        }
        boolean open =
                !parameters.isEmpty() && parameters.get(parameters.size() - 1).repeated();
        if (complete.size() > parameters.size() && !open) {
            throw wrongNumber(function, given);
        }
        return List.copyOf(complete);
    }

    /** A whole number within bounds. */
    static int whole(String what, double value, int least, int most) {
        if (!(value >= least && value <= most) || value != Math.rint(value)) {
            throw new IllegalArgumentException(
                    what + " is " + text(value) + "; it must be a whole number from " + least + " to " + most);
        }
        return (int) value;
    }

    /** A number as a user would write it. */
    static String text(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    private static IllegalArgumentException wrongNumber(AggregateFunction function, List<Double> given) {
        String allowed = function.parameters().isEmpty()
                ? "takes none"
                : "takes " + function.parameters().stream().map(Arguments::form).collect(Collectors.joining(", "));
        return new IllegalArgumentException(function.name() + " has " + given.size()
                + (given.size() == 1 ? " argument" : " arguments") + " after its field; it " + allowed);
    }

    private static String form(Parameter parameter) {
        Double otherwise = parameter.otherwise();
        return parameter.name()
                + (parameter.repeated() ? " (one or more)" : "")
                + (otherwise == null ? "" : " (" + text(otherwise) + " when not given)");
    }
}
