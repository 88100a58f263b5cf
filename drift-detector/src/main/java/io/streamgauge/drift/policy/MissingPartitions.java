package io.streamgauge.drift.policy;

import java.util.List;

/**
 * Partitions of the predictions that had not come as far as the end of a window when it was judged. They were idle: what they held of it,
 * if anything, is not known.
 *
 * @param partitions of the predictions' topic, ascending
 * @param share of the window's predictions that they usually bring in the time they miss, in [0, 1]
 */
public record MissingPartitions(List<Integer> partitions, double share) {

    /**
     * Greatest share that may be missing of a window that counts. Whatever the missing predictions are, they move no share of the window
     * by more than this, half of the least effect that is drift by default.
     */
    public static final double MOST = 0.05;

    /** None is missing. */
    public static final MissingPartitions NONE = new MissingPartitions(List.of(), 0);

    public MissingPartitions {
        partitions = List.copyOf(partitions);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is in [0, 1], not " + share);
        }
    }

    /** Whether what is there is enough to stand for all of the window. */
    public boolean enough() {
        return share <= MOST;
    }
}
