package io.streamgauge.drift.policy;

/**
 * What is remembered of the comparison of a window, until it cannot be corrected any more.
 *
 * @param endMs end of the window, exclusive
 * @param referenceId version of the reference that it was compared with
 * @param missing partitions that may have held more of it
 * @param counts whether alerts followed from it
 */
public record FirstVerdict(long endMs, String referenceId, MissingPartitions missing, boolean counts) {

    /** The same of a window that lacks less by now. */
    public FirstVerdict missing(MissingPartitions still) {
        return new FirstVerdict(endMs, referenceId, still, counts);
    }
}
