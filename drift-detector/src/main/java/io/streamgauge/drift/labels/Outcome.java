package io.streamgauge.drift.labels;

/**
 * What came true of an event, as one label says.
 *
 * @param effectiveMs moment from which it counts: its own time, or, when it was late, the clock of its partition less the lateness
 * @param partition partition of the label
 * @param offset its offset there
 * @param value the outcome
 */
public record Outcome(long effectiveMs, int partition, long offset, double value) implements Comparable<Outcome> {

    /** By the moment they count from; at the same moment by place. */
    @Override
    public int compareTo(Outcome other) {
        int byTime = Long.compare(effectiveMs, other.effectiveMs);
        int byPartition = byTime != 0 ? byTime : Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(offset, other.offset);
    }
}
