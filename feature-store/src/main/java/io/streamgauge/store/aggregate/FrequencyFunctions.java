package io.streamgauge.store.aggregate;

import static io.streamgauge.store.aggregate.Builtin.FIELDS;
import static io.streamgauge.store.aggregate.Builtin.NUMBERS;

import io.streamgauge.store.aggregate.AggregateFunction.Parameter;
import io.streamgauge.store.aggregate.AggregateFunction.Result;
import java.util.List;

/** Functions of how often values occur. */
final class FrequencyFunctions {

    private static final String DISTINCT = "; -0.0 equals 0.0, NaN is one value; nulls are left out";
    private static final String NO_VALUES = "missing without values";
    private static final String BUCKETS = "NaN gives NaN; nulls are left out";
    private static final String TOWARD_ZERO =
            "at most 1/128 (0.8 %) nearer to zero than the exact value, never farther; whole"
                    + " numbers up to 256 exactly; below 2.3e-308 within 1.8e-310. Of values that need more than "
                    + BucketsState.MOST_KEPT
                    + " such steps, which cover 64 powers of two, twice that, four times that, and so on, until "
                    + BucketsState.MOST_KEPT + " do";

    private static final String GROWS =
            "; memory grows with the distinct values in the window; over unbounded windows and with a resolution it must have a limit, and"
                    + " the row keeps at most 17 bytes a value of it";
    private static final String GROWS_WITH_TEXTS = GROWS + ", and the texts";
    private static final String NONE_BEYOND = " Missing where there are more distinct values than a limit.";

    private FrequencyFunctions() {}

    /** The last parameter of functions that count each distinct value. */
    private static Parameter limit(String what) {
        return new Parameter(
                "limit",
                what + ", a whole number from 1 to " + CountDistinct.MOST + "; 0 for as many as there are",
                false,
                0.0);
    }

    private static int limit(List<Double> arguments) {
        return Arguments.whole("limit", arguments.get(arguments.size() - 1), 0, CountDistinct.MOST);
    }

    static List<AggregateFunction> all() {
        return List.of(
                countDistinct(),
                approximateDistinct(),
                mode(),
                frequentValues(),
                entropy(),
                quantile(),
                median(),
                histogram());
    }

    private static Builtin countDistinct() {
        return Builtin.of(
                        "count_distinct",
                        FIELDS,
                        Result.LONG,
                        "Number of distinct values. With a limit, the limit for that many or more.",
                        "0 without values" + DISTINCT,
                        new CountDistinct(0))
                .within("exact up to the limit" + GROWS)
                .taking(limit("most distinct values to count"), arguments -> new CountDistinct(limit(arguments)));
    }

    private static Builtin approximateDistinct() {
        return Builtin.of(
                        "approx_count_distinct",
                        FIELDS,
                        Result.DOUBLE,
                        "Estimated number of distinct values, by HyperLogLog with 2^precision registers of a byte.",
                        "0 without values" + DISTINCT,
                        new ApproximateDistinct(ApproximateDistinct.USUAL))
                .within(
                        "standard error 1.04 / sqrt(2^precision): 1.6 % for 12, 6.5 % for 8; on average at most 1.1 / 2^precision too"
                                + " great; far less while there are fewer"
                                + " distinct values than registers")
                .taking(
                        new Parameter(
                                "precision",
                                "a whole number from " + ApproximateDistinct.LEAST + " to " + ApproximateDistinct.MOST,
                                false,
                                (double) ApproximateDistinct.USUAL),
                        arguments -> new ApproximateDistinct(Arguments.whole(
                                "precision", arguments.get(0), ApproximateDistinct.LEAST, ApproximateDistinct.MOST)));
    }

    private static Builtin mode() {
        return Builtin.of(
                        "mode",
                        FIELDS,
                        Result.INPUT,
                        "The most frequent value; of several equally frequent the least." + NONE_BEYOND,
                        NO_VALUES + DISTINCT,
                        new MostFrequent(0))
                .within("exact" + GROWS_WITH_TEXTS)
                .taking(limit("most distinct values to tell apart"), arguments -> new MostFrequent(limit(arguments)));
    }

    private static Builtin frequentValues() {
        return Builtin.of(
                        "approx_top_k",
                        FIELDS,
                        Result.INPUT,
                        "The k most frequent values: 1 is the most frequent; of equally frequent ones the least first. The name"
                                + " is the usual one; the result is exact." + NONE_BEYOND,
                        "fewer than k distinct values leave the other results missing" + DISTINCT,
                        new FrequentValues(1, 0))
                .within("exact" + GROWS_WITH_TEXTS)
                .taking(
                        List.of(
                                OrderFunctions.results("k", "how many values"),
                                limit("most distinct values to tell apart")),
                        arguments -> new FrequentValues(OrderFunctions.results("k", arguments), limit(arguments)));
    }

    private static Builtin entropy() {
        return Builtin.of(
                        "entropy",
                        FIELDS,
                        Result.DOUBLE,
                        "Entropy of the frequencies of the values, -sum p ln p in nats: 0 when all are equal."
                                + NONE_BEYOND,
                        NO_VALUES + DISTINCT,
                        new Entropy(0))
                .within("within 1e-14" + GROWS)
                .taking(limit("most distinct values to tell apart"), arguments -> new Entropy(limit(arguments)));
    }

    private static Builtin quantile() {
        return Builtin.of(
                        "quantile",
                        NUMBERS,
                        Result.DOUBLE,
                        "Quantiles: of n values in ascending order the one at floor(q (n - 1)), counted from 0.",
                        NO_VALUES + "; " + BUCKETS,
                        new Quantiles(List.of(0.5), true))
                .within(TOWARD_ZERO)
                .taking(
                        new Parameter("q", "from 0 to 1, such as 0.9", true, null),
                        arguments -> new Quantiles(arguments, true));
    }

    private static Builtin median() {
        return Builtin.of(
                        "median",
                        NUMBERS,
                        Result.DOUBLE,
                        "Median; of an even number of values the lower of the two in the middle.",
                        NO_VALUES + "; " + BUCKETS,
                        new Quantiles(List.of(0.5), false))
                .within(TOWARD_ZERO);
    }

    private static Builtin histogram() {
        return Builtin.of(
                        "histogram",
                        NUMBERS,
                        Result.LONG,
                        "Counts of values between edges: 0 is below the first edge, 1 from the first to below the second, and so"
                                + " on.",
                        "zeros without values; NaN is in no bin; nulls are left out",
                        new Histogram(List.of(0.0)))
                .taking(
                        new Parameter(
                                "edge",
                                "finite, each greater than the one before, at most " + Histogram.MOST_EDGES,
                                true,
                                null),
                        Histogram::new);
    }
}
