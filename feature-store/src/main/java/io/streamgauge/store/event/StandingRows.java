package io.streamgauge.store.event;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What deletions leave of the rows of one key of a table: a deletion takes out the rows with later times that arrived before
 * it, so that a row published ahead does not come into force after its deletion.
 */
public final class StandingRows {

    private StandingRows() {}

    /**
     * The rows that stand, deletions among them.
     *
     * @param arrived events of one key in the order of their arrival
     */
    public static List<Event> of(List<Event> arrived) {
        long[] timesMs = arrived.stream().mapToLong(Event::timeMs).toArray();
        BitSet deletions = new BitSet();
        for (int i = 0; i < timesMs.length; i++) {
            deletions.set(i, arrived.get(i).deletion());
        }
        List<Event> standing = new ArrayList<>(arrived.size());
        of(timesMs, deletions).stream().forEach(i -> standing.add(arrived.get(i)));
        return standing;
    }

    /**
     * Which rows stand.
     *
     * @param timesMs of the rows of one key in the order of their arrival
     * @param deletions which of them are deletions
     */
    public static BitSet of(long[] timesMs, BitSet deletions) {
        BitSet standing = new BitSet(timesMs.length);
        standing.set(0, timesMs.length);
        int last = deletions.length() - 1;
        long deletedAfterMs = Long.MAX_VALUE;
        for (int i = last; i >= 0; i--) {
            standing.set(i, timesMs[i] <= deletedAfterMs);
            if (deletions.get(i)) {
                deletedAfterMs = Math.min(deletedAfterMs, timesMs[i]);
            }
        }
        return standing;
    }
}
