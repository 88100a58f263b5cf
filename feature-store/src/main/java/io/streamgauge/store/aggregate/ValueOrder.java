package io.streamgauge.store.aggregate;

/** The order of values. Numbers have that of {@link Double#compare}; texts, which states know by a code, that of the texts. */
@FunctionalInterface
public interface ValueOrder {

    ValueOrder NUMBERS = Double::compare;

    /** Below 0 when the first comes first, above when the second does, 0 for equal values. */
    int compare(double first, double second);
}
