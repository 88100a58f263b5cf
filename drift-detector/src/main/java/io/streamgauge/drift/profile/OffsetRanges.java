package io.streamgauge.drift.profile;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** For each source topic partition, the least range of offsets that covers everything added. */
public final class OffsetRanges {

    /** A partition of a topic; ordered by topic, then partition. */
    public record Partition(String topic, int partition) implements Comparable<Partition> {

        @Override
        public int compareTo(Partition other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
        }
    }

    /** Offsets {@code first} to {@code last}, both inclusive. */
    public record Range(long first, long last) {

        public Range {
            if (first > last) {
                throw new IllegalArgumentException("first offset " + first + " is beyond the last, " + last);
            }
        }

        private Range span(Range other) {
            return new Range(Math.min(first, other.first), Math.max(last, other.last));
        }
    }

    private final SortedMap<Partition, Range> ranges = new TreeMap<>();

    /** Extends the partition's range to hold this one. */
    public void add(Partition partition, Range range) {
        ranges.merge(partition, range, Range::span);
    }

    /** Extends every range to hold the other's. */
    public void merge(OffsetRanges other) {
        other.ranges.forEach(this::add);
    }

    /** The least ranges that hold both; neither is changed. */
    public static OffsetRanges union(OffsetRanges a, OffsetRanges b) {
        OffsetRanges union = new OffsetRanges();
        union.merge(a);
        union.merge(b);
        return union;
    }

    /** The ranges, by topic and partition. */
    public SortedMap<Partition, Range> asMap() {
        return Collections.unmodifiableSortedMap(ranges);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetRanges that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
