package io.streamgauge.store.aggregate;

/**
 * The exact sum of a power of the values, {@code sum x^order}. One state of order 1 serves sum, mean and all moments.
 *
 * @param order 1 to 4
 */
record PowerSum(int order) implements Recipe {

    static final int MOST = 4;

    PowerSum {
        if (order < 1 || order > MOST) {
            throw new IllegalArgumentException("order is " + order + "; it must be from 1 to " + MOST);
        }
    }

    @Override
    public PowerSumState newState() {
        return new PowerSumState(order);
    }

    @Override
    public long stateBytes(long values) {
        return 128 + 48L * order;
    }

    /** All exponents of a double to that power, in words of 4 bytes, and what is not finite. */
    @Override
    public long mostWrittenBytes() {
        return 64 + 280L * order;
    }
}
