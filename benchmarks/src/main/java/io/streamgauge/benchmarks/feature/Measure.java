package io.streamgauge.benchmarks.feature;

/**
 * An aggregate over one column of the events.
 *
 * @param kind the function
 * @param column {@link #AMOUNT} or {@link #SECOND}; a count takes none and counts events
 */
record Measure(Kind kind, int column) {

    /** What the benchmark's engines compute. */
    enum Kind {
        COUNT,
        SUM,
        MEAN,
        MIN,
        MAX,
        /** Sample standard deviation; none below two values. */
        STDDEV,
        LAST
    }

    static final int AMOUNT = 0;
    static final int SECOND = 1;

    Measure {
        if (column != AMOUNT && column != SECOND) {
            throw new IllegalArgumentException("a column is 0 or 1, not " + column);
        }
    }
}
