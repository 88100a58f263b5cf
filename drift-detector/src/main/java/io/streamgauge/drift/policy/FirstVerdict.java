package io.streamgauge.drift.policy;

/**
 * What is remembered of the comparison of a window, until it cannot be corrected any more.
 *
 * @param endMs end of the window, exclusive
 * @param referenceId version of the reference that it was compared with; empty when it was with none
 * @param missing partitions that may have held more of it
 * @param counts whether alerts followed from it
 */
public record FirstVerdict(long endMs, String referenceId, MissingPartitions missing, boolean counts) {

    /** Of a window that is not compared: no reference has this id. */
    public static FirstVerdict uncompared(long endMs) {
        return new FirstVerdict(endMs, "", MissingPartitions.NONE, false);
    }
}
