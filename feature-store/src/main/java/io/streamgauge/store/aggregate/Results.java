package io.streamgauge.store.aggregate;

/** Takes the results of one aggregate over one window. A result that is not set is missing. */
public interface Results {

    /**
     * Sets a result.
     *
     * @param index among {@link Aggregate#suffixes}
     */
    void set(int index, double value);
}
