package io.streamgauge.store.backfill;

import io.streamgauge.store.event.EntityKey;
import io.streamgauge.store.event.StandingRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** The rows of a table by entity, each entity's in file order; rows without an entity are left out. */
final class EntityIndex {

    private final int[] rows;
    private final int[] starts;

    /**
     * Counting sort.
     *
     * @param entityOf the entity of each row, -1 for none
     * @param entities how many there are
     */
    EntityIndex(int[] entityOf, int entities) {
        starts = new int[entities + 1];
        for (int entity : entityOf) {
            if (entity >= 0) {
                starts[entity + 1]++;
            }
        }
        for (int entity = 0; entity < entities; entity++) {
            starts[entity + 1] += starts[entity];
        }
        rows = new int[starts[entities]];
        int[] next = starts.clone();
        for (int row = 0; row < entityOf.length; row++) {
            if (entityOf[row] >= 0) {
                rows[next[entityOf[row]]++] = row;
            }
        }
    }

    int entities() {
        return starts.length - 1;
    }

    /** Index of an entity's first row; that of the next entity is the end of them. */
    int start(int entity) {
        return starts[entity];
    }

    int row(int index) {
        return rows[index];
    }

    /**
     * Puts an entity's rows into the order of (time, file), without those that a deletion has taken out: of an earlier time, and
     * further down in the file. Once for each entity.
     *
     * @return the end of its rows
     */
    int sortByTime(int entity, EventTable table) {
        int end = withoutDeleted(entity, table);
        boolean sorted = true;
        for (int i = starts[entity] + 1; i < end && sorted; i++) {
            sorted = table.timeAt(rows[i - 1]) <= table.timeAt(rows[i]);
        }
        if (sorted) {
            return end;
        }
        List<Integer> byTime = new ArrayList<>(
                IntStream.range(starts[entity], end).mapToObj(i -> rows[i]).toList());
        byTime.sort(Comparator.comparingLong(table::timeAt)); // stable
        for (int i = 0; i < byTime.size(); i++) {
            rows[starts[entity] + i] = byTime.get(i);
        }
        return end;
    }

    private int withoutDeleted(int entity, EventTable table) {
        if (!table.hasDeletions()) {
            return starts[entity + 1];
        }
        long[] timesMs = new long[starts[entity + 1] - starts[entity]];
        BitSet deletions = new BitSet();
        for (int i = 0; i < timesMs.length; i++) {
            timesMs[i] = table.timeAt(rows[starts[entity] + i]);
            deletions.set(i, table.deletionAt(rows[starts[entity] + i]));
        }
        int end = starts[entity];
        BitSet standing = StandingRows.of(timesMs, deletions);
        for (int i = standing.nextSetBit(0); i >= 0; i = standing.nextSetBit(i + 1)) {
            rows[end++] = rows[starts[entity] + i];
        }
        return end;
    }

    /** Numbers for the texts that name entities. */
    static final class Entities {

        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> fields;
        private long without;

        /** @param fields names of the fields that name an entity */
        Entities(List<String> fields) {
            this.fields = fields;
        }

        int size() {
            return numbers.size();
        }

        /** Rows seen that name no entity. */
        long without() {
            return without;
        }

        /** The entity of each row, -1 for none; a text seen first gets the next number. */
        int[] number(EventTable table) {
            return entityOf(table, key -> numbers.computeIfAbsent(key, k -> numbers.size()));
        }

        /** The entity of each row, -1 for none, or one whose text is not known. */
        int[] find(EventTable table) {
            return entityOf(table, key -> numbers.getOrDefault(key, -1));
        }

        private int[] entityOf(EventTable table, ToIntFunction<String> numberOf) {
            EventTable.Cursor cursor = table.cursor(fields);
            EntityKey entity = new EntityKey(table.schema(), fields);
            int[] entityOf = new int[table.size()];
            for (int row = 0; row < entityOf.length; row++) {
                String key = entity.of(cursor.at(row));
                without += key == null ? 1 : 0;
                entityOf[row] = key == null ? -1 : numberOf.applyAsInt(key);
            }
            return entityOf;
        }
    }
}
