package io.streamgauge.scoring.rollout;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which revision each event of a pipeline was scored under, by the event's place in its own topic: the same place in every
 * replay, whatever hops lie between. An event between two recorded ones has the revision of the one before it; those before the
 * first have that of the first, those after the last that of the last. Immutable.
 */
public final class RecordedRevisions {

    private record Place(String topic, int partition) {}

    /** By place, and there by the offset since which it holds: changes only. */
    private final Map<Place, NavigableMap<Long, Long>> changes = new HashMap<>();

    private final long events;

    private RecordedRevisions(Map<Place, Recorder.Rows> recorded) {
        long count = 0;
        for (Map.Entry<Place, Recorder.Rows> place : recorded.entrySet()) {
            changes.put(place.getKey(), place.getValue().changes(place.getKey()));
            count += place.getValue().size;
        }
        this.events = count;
    }

    /** The revision of an event; 0 where nothing is recorded of its partition. */
    public long at(String topic, int partition, long offset) {
        NavigableMap<Long, Long> ofPartition = changes.get(new Place(topic, partition));
        if (ofPartition == null) {
            return 0;
        }
        Map.Entry<Long, Long> since = ofPartition.floorEntry(offset);
        return (since == null ? ofPartition.firstEntry() : since).getValue();
    }

    /** How many events are recorded. */
    public long events() {
        return events;
    }

    /** Takes a record, in any order: about 8 to 16 bytes for each event until it is made. Not thread-safe. */
    public static final class Recorder {

        private final Map<Place, Rows> rows = new HashMap<>();

        /** An event and its revision. */
        public void add(String topic, int partition, long offset, long revision) {
            rows.computeIfAbsent(new Place(topic, partition), place -> new Rows())
                    .add(offset, revision);
        }

        /**
         * The record of all that was added.
         *
         * @throws IllegalArgumentException when an event is recorded under two revisions
         */
        public RecordedRevisions recorded() {
            return new RecordedRevisions(rows);
        }

        /** Events of one partition, each in one number, so that sorting them takes no more room. */
        private static final class Rows {

            private static final int REVISION_BITS = 20;
            private static final long REVISIONS = 1L << REVISION_BITS;
            private static final long OFFSETS = 1L << (63 - REVISION_BITS);

            private long[] rows = new long[64];
            private int size;

            void add(long offset, long revision) {
                if (offset < 0 || offset >= OFFSETS || revision < 0 || revision >= REVISIONS) {
                    throw new IllegalArgumentException("offset " + offset + " and revision " + revision
                            + " cannot be recorded; allowed: less than " + OFFSETS + " and " + REVISIONS);
                }
                if (size == rows.length) {
                    rows = Arrays.copyOf(rows, 2 * size);
                }
                rows[size++] = (offset << REVISION_BITS) | revision;
            }

            NavigableMap<Long, Long> changes(Place place) {
                long[] sorted = Arrays.copyOf(rows, size);
                Arrays.sort(sorted);
                NavigableMap<Long, Long> changes = new TreeMap<>();
                long lastOffset = -1;
                long lastRevision = -1;
                for (long row : sorted) {
                    long offset = row >> REVISION_BITS;
                    long revision = row & (REVISIONS - 1);
                    if (offset == lastOffset && revision != lastRevision) {
                        throw new IllegalArgumentException("the event at offset " + offset + " of " + place.topic()
                                + "-" + place.partition() + " is recorded under the revisions " + lastRevision
                                + " and " + revision);
                    }
                    if (revision != lastRevision) {
                        changes.put(offset, revision);
                    }
                    lastOffset = offset;
                    lastRevision = revision;
                }
                return changes;
            }
        }
    }
}
