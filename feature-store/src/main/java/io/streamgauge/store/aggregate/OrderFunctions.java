package io.streamgauge.store.aggregate;

import static io.streamgauge.store.aggregate.Builtin.FIELDS;
import static io.streamgauge.store.aggregate.Builtin.ORDERED;

import io.streamgauge.store.aggregate.AggregateFunction.Parameter;
import io.streamgauge.store.aggregate.AggregateFunction.Result;
import java.util.List;

/** Functions of the order of the values, by size or by time. */
final class OrderFunctions {

    /** Most values that a function gives one by one. */
    static final int MOST_RESULTS = 1000;

    private static final String EXTREMES =
            "missing without values; NaN gives NaN; -0.0 is below 0.0; nulls are left out";
    private static final String TIES = " Of events of one moment the order of arrival counts.";
    private static final String IN_PLACE = "missing without values; NaN is a value; nulls are left out";
    private static final String LIST =
            "fewer than n values leave the other results missing; NaN is a value; nulls are left out";

    private OrderFunctions() {}

    static List<AggregateFunction> all() {
        return List.of(
                ordered("min", "Least value.", EXTREMES, new Extreme(false)),
                ordered("max", "Greatest value.", EXTREMES, new Extreme(true)),
                given("first", "Value of the oldest event." + TIES, IN_PLACE, new Ends(false, 1, false)),
                given("last", "Value of the newest event." + TIES, IN_PLACE, new Ends(true, 1, false)),
                list("first_n", "Values of the n oldest events: 1 is the oldest." + TIES, false),
                list("last_n", "Values of the n newest events: 1 is the newest." + TIES, true),
                distinct("first_distinct_n", "The n distinct values that came first: 1 is the oldest." + TIES, false),
                distinct("last_distinct_n", "The n distinct values that came last: 1 is the newest." + TIES, true),
                ranked("top_k", "The k greatest values, with those that repeat: 1 is the greatest.", true),
                ranked("bottom_k", "The k least values, with those that repeat: 1 is the least.", false));
    }

    /** The field's value in a table's row in force. */
    static Builtin lookup(String name) {
        return given(
                name,
                "Field of the row in force: the last of its key with a time up to the event's. Of rows of one time the"
                        + " last to arrive counts.",
                "missing where the row has null, and NOT_FOUND where there is no row or it was deleted",
                new Ends(true, 1, false));
    }

    private static Builtin ordered(String name, String description, String ofNothing, Aggregate aggregate) {
        return Builtin.of(name, ORDERED, Result.INPUT, description, ofNothing, aggregate);
    }

    /** One that gives back values as they came, of any kind. */
    private static Builtin given(String name, String description, String ofNothing, Aggregate aggregate) {
        return Builtin.of(name, FIELDS, Result.INPUT, description, ofNothing, aggregate);
    }

    private static Builtin list(String name, String description, boolean last) {
        return given(name, description, LIST, new Ends(last, 1, true))
                .taking(results("n", "how many values"), arguments -> new Ends(last, results("n", arguments), true));
    }

    private static Builtin distinct(String name, String description, boolean last) {
        return given(name, description, LIST + "; -0.0 equals 0.0", new DistinctEnds(last, 1))
                .taking(results("n", "how many values"), arguments -> new DistinctEnds(last, results("n", arguments)));
    }

    private static Builtin ranked(String name, String description, boolean greatest) {
        return ordered(
                        name,
                        description,
                        "fewer than k values leave the other results missing; NaN is above all; -0.0 is below 0.0; nulls are"
                                + " left out",
                        new Ranked(greatest, 1))
                .taking(results("k", "how many values"), arguments -> new Ranked(greatest, results("k", arguments)));
    }

    static Parameter results(String name, String meaning) {
        return new Parameter(name, meaning + ", a whole number from 1 to " + MOST_RESULTS);
    }

    static int results(String name, List<Double> arguments) {
        return Arguments.whole(name, arguments.get(0), 1, MOST_RESULTS);
    }
}
