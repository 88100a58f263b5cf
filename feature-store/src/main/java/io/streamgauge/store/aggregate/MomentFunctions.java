package io.streamgauge.store.aggregate;

import static io.streamgauge.store.aggregate.Builtin.NUMBERS_AND_BOOLEANS;

import io.streamgauge.store.aggregate.AggregateFunction.Input;
import io.streamgauge.store.aggregate.AggregateFunction.Result;
import java.util.List;
import java.util.Set;

/** Functions of the number of values and of the sums of their powers. */
final class MomentFunctions {

    private static final String SUMS =
            "missing without values; NaN gives NaN; an infinity gives itself, both give NaN; nulls are left out";
    private static final String SPREADS = "; NaN or an infinity gives NaN; equal values give 0; nulls are left out";
    private static final String SHAPES =
            "missing without values and where all are equal; NaN or an infinity gives NaN; nulls are left out";
    private static final String ROUNDED = "within 2 ulp of the exact value";

    private static final String SAMPLE = "missing below two values";
    private static final String POPULATION = "missing without values";

    private MomentFunctions() {}

    static List<AggregateFunction> all() {
        Builtin deviation = spread(
                "stddev_samp", "Sample standard deviation, sqrt(sum (x - mean)^2 / (n - 1)).", SAMPLE, true, true);
        return List.of(
                Builtin.of(
                        "count",
                        Builtin.ALL,
                        Result.LONG,
                        "Number of events, or of events in which the field is not null.",
                        "0 without values; NaN is counted; nulls are not",
                        new CountOf()),
                Builtin.of(
                                "sum",
                                NUMBERS_AND_BOOLEANS,
                                Result.DOUBLE,
                                "Sum of the values. A boolean counts 1 when true.",
                                SUMS,
                                new SumOf(false))
                        .within("exact: the true sum, rounded once"),
                Builtin.of(
                                "mean",
                                NUMBERS_AND_BOOLEANS,
                                Result.DOUBLE,
                                "Arithmetic mean, sum / n. Of a boolean the share of true.",
                                SUMS,
                                new SumOf(true))
                        .within("within 1 ulp of the exact value"),
                Builtin.of(
                                "share",
                                Set.of(Input.BOOLEAN),
                                Result.DOUBLE,
                                "Share of true among the values, from 0 to 1.",
                                "missing without values; nulls are left out",
                                new SumOf(true))
                        .within("exact: the true share, rounded once"),
                spread("var_pop", "Population variance, sum (x - mean)^2 / n.", POPULATION, false, false),
                spread("var_samp", "Sample variance, sum (x - mean)^2 / (n - 1).", SAMPLE, true, false),
                spread(
                        "stddev_pop",
                        "Population standard deviation, sqrt(sum (x - mean)^2 / n).",
                        POPULATION,
                        false,
                        true),
                deviation,
                Builtin.of(
                                "skew",
                                NUMBERS_AND_BOOLEANS,
                                Result.DOUBLE,
                                "Skewness of the population, m3 / m2^1.5 with mk = sum (x - mean)^k / n; SciPy's skew with"
                                        + " bias=True.",
                                SHAPES,
                                new Skewness())
                        .within("within 4 ulp of the exact value"),
                Builtin.of(
                                "kurtosis",
                                NUMBERS_AND_BOOLEANS,
                                Result.DOUBLE,
                                "Excess kurtosis of the population, m4 / m2^2 - 3 with mk = sum (x - mean)^k / n; SciPy's"
                                        + " kurtosis with bias=True.",
                                SHAPES,
                                new Kurtosis())
                        .within(ROUNDED),
                deviation.named("stddev", "Same as stddev_samp. " + deviation.description()));
    }

    private static Builtin spread(String name, String description, String missing, boolean sample, boolean root) {
        return Builtin.of(
                        name,
                        NUMBERS_AND_BOOLEANS,
                        Result.DOUBLE,
                        description,
                        missing + SPREADS,
                        new Variance(sample, root))
                .within(ROUNDED);
    }
}
