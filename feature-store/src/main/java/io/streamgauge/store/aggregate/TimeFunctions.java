package io.streamgauge.store.aggregate;

import static io.streamgauge.store.aggregate.Builtin.ALL;
import static io.streamgauge.store.aggregate.Builtin.NUMBERS;
import static io.streamgauge.store.aggregate.Builtin.NUMBERS_AND_BOOLEANS;

import io.streamgauge.store.aggregate.AggregateFunction.Input;
import io.streamgauge.store.aggregate.AggregateFunction.Parameter;
import io.streamgauge.store.aggregate.AggregateFunction.Result;
import java.util.List;
import java.util.Set;

/** Functions of when values were. */
final class TimeFunctions {

    private static final String NULLS = "; nulls are left out";
    private static final String SUMS = "NaN gives NaN; an infinity gives itself, both give NaN" + NULLS;
    /** A hundred years. */
    private static final double MOST_SECONDS = 3_155_760_000.0;

    private TimeFunctions() {}

    static List<AggregateFunction> all() {
        return List.of(
                decayed(
                        "decayed_count",
                        ALL,
                        "Number of values with weights that halve every half-life: sum w, w = 2^-((end - t) / half_life).",
                        "0 without values; NaN is counted" + NULLS,
                        Decayed.Kind.COUNT),
                decayed(
                        "decayed_sum",
                        NUMBERS_AND_BOOLEANS,
                        "Sum with weights that halve every half-life: sum w x, w = 2^-((end - t) / half_life).",
                        "missing without values; " + SUMS,
                        Decayed.Kind.SUM),
                decayed(
                        "decayed_mean",
                        NUMBERS_AND_BOOLEANS,
                        "Mean with weights that halve every half-life: sum w x / sum w, w = 2^-((end - t) / half_life).",
                        "missing without values; " + SUMS,
                        Decayed.Kind.MEAN),
                duration(
                        "time_since_last",
                        "Seconds from the newest event to the end of the window.",
                        "missing without values",
                        new Since(true)),
                duration(
                        "time_since_first",
                        "Seconds from the oldest event to the end of the window.",
                        "missing without values",
                        new Since(false)),
                duration(
                        "interarrival_mean",
                        "Mean seconds from one event to the next, (last - first) / (n - 1).",
                        "missing below two values",
                        new MeanGap()),
                Builtin.of(
                        "max_drawdown",
                        NUMBERS,
                        Result.DOUBLE,
                        "Greatest fall from a value to a later one, max(0, x_i - x_j) over i < j.",
                        "missing without values, 0 for one; NaN gives NaN; from an infinity to itself is no fall"
                                + NULLS,
                        new MaxDrawdown()),
                Builtin.of(
                                "slope",
                                NUMBERS_AND_BOOLEANS,
                                Result.DOUBLE,
                                "Slope per second of the line through the values over time, by least squares:"
                                        + " cov(t, x) / var(t).",
                                "missing where all values are of one moment; NaN or an infinity gives NaN" + NULLS,
                                new Slope())
                        .within("within 2 ulp of the exact value"));
    }

    private static Builtin decayed(
            String name, Set<Input> inputs, String description, String ofNothing, Decayed.Kind kind) {
        return Builtin.of(name, inputs, Result.DOUBLE, description, ofNothing, new Decayed(kind, 1000))
                .within("each weight within 4 ulp; the sums of them are exact")
                .taking(
                        new Parameter(
                                "half_life", "seconds, from 0.001 to 3155760000, in whole milliseconds", false, null),
                        arguments -> new Decayed(kind, milliseconds(arguments.get(0))));
    }

    private static long milliseconds(double seconds) {
        double milliseconds = Math.rint(seconds * 1000);
        if (!(seconds >= 0.001 && seconds <= MOST_SECONDS)
                || Math.abs(milliseconds / 1000 - seconds) > 1e-9 * seconds) {
            throw new IllegalArgumentException("half_life is " + Arguments.text(seconds)
                    + " seconds; it must be from 0.001 to 3155760000, in whole milliseconds");
        }
        return (long) milliseconds;
    }

    private static Builtin duration(String name, String description, String missing, Aggregate aggregate) {
        return Builtin.of(name, ALL, Result.DURATION, description, missing + NULLS, aggregate)
                .within("exact in milliseconds");
    }
}
