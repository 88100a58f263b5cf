package io.streamgauge.store.aggregate;

/** The values in a window, in the order (time, arrival). Valid during one call. */
public interface Values {

    int size();

    /** Event time of a value, milliseconds since 1970-01-01 UTC; 0 is the oldest. */
    long timeMsAt(int index);

    double valueAt(int index);
}
