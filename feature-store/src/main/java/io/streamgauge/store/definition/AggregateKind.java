package io.streamgauge.store.definition;

/** The aggregates a feature may name. */
public enum AggregateKind {
    COUNT,
    SUM,
    MEAN,
    MIN,
    MAX,
    /** Sample standard deviation, n - 1 in the denominator; null below two values. */
    STDDEV,
    /** Value of the latest event; of events at one moment the one read last. */
    LAST
}
