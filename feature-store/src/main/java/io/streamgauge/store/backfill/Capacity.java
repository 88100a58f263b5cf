package io.streamgauge.store.backfill;

/** How arrays grow: by half, up to the longest an array can be. */
final class Capacity {

    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private Capacity() {}

    static int after(int capacity) {
        if (capacity == LONGEST) {
            throw new IllegalStateException(
                    "a backfill holds at most " + LONGEST + " events, or bytes of one text field");
        }
        return (int) Math.min(LONGEST, capacity + (long) (capacity >> 1) + 16);
    }
}
