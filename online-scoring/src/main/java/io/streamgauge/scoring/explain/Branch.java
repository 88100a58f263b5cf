package io.streamgauge.scoring.explain;

/** How a split compares a column with its threshold; a value for which that is true takes the true branch. */
public enum Branch {
    LEQ,
    LT,
    GTE,
    GT,
    EQ,
    NEQ;

    /** As IEEE 754 has it: NaN is not equal to anything, and neither less nor greater. */
    boolean test(double value, double threshold) {
        return switch (this) {
            case LEQ -> value <= threshold;
            case LT -> value < threshold;
            case GTE -> value >= threshold;
            case GT -> value > threshold;
            case EQ -> value == threshold;
            case NEQ -> value != threshold;
        };
    }
}
