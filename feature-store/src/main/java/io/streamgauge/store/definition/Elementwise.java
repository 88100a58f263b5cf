package io.streamgauge.store.definition;

import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunction.Input;
import io.streamgauge.store.aggregate.AggregateFunction.Result;
import io.streamgauge.store.aggregate.AggregateFunctions;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Which functions make sense of each element of a vector: those that make one number, in the elements' own terms, of numbers.
 * Counts, times and functions that treat numbers as categories would say the same of every element, or nothing of a vector;
 * functions of several results would give a vector of vectors.
 */
final class Elementwise {

    private static final Set<Result> NUMBERS = Set.of(Result.DOUBLE, Result.INPUT);

    /** One of these is in the range of any parameter of a function we bring: a count, a share, seconds. */
    private static final List<Double> POSSIBLE_ARGUMENTS = List.of(2.0, 0.5);

    private Elementwise() {}

    /** Whether a function may be taken of a vector. */
    static boolean takes(AggregateFunction function) {
        boolean ofNumbers = function.inputs().contains(Input.NUMBER)
                && !function.inputs().contains(Input.EVENT)
                && (function.result() == Result.INPUT || !function.inputs().contains(Input.TEXT));
        return ofNumbers && NUMBERS.contains(function.result()) && givesOne(function);
    }

    /** Names of all that may. */
    static List<String> functions() {
        return AggregateFunctions.all().stream()
                .filter(Elementwise::takes)
                .map(AggregateFunction::name)
                .sorted()
                .toList();
    }

    /** Whether its result has no name of its own, which results have that may be several. */
    private static boolean givesOne(AggregateFunction function) {
        for (double argument : POSSIBLE_ARGUMENTS) {
            try {
                return function.with(Collections.nCopies(function.parameters().size(), argument))
                        .suffixes()
                        .equals(List.of(""));
            } catch (IllegalArgumentException e) {
                // Out of its range; another may do.
            }
        }
        return false;
    }
}
