package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * States that give nothing back, for any window: a tree of merged blocks. A block holds {@value #BLOCK} values in a row that
 * start at a multiple of that, a node {@value #FAN} blocks or nodes. A window merges the largest blocks and nodes it covers
 * and adds the values at its edges: at most {@code 2 BLOCK} values and {@code 2 FAN} nodes a level, {@code O(log n)} levels.
 * A block is made when a window first covers it and made once, unless a value is put in at or before it. Not thread-safe.
 */
final class BlockTree {

    private static final int BLOCK = 64;
    private static final int FAN = 16;

    private final List<Recipe> recipes;
    private final Accumulator[] result;
    private final List<TreeMap<Long, Accumulator[]>> levels = new ArrayList<>();

    BlockTree(List<Recipe> recipes) {
        this.recipes = recipes;
        this.result = states();
    }

    /**
     * The states over {@code [start, end)}, valid until the next call.
     *
     * @param base what comes before it, for an unbounded window
     */
    Accumulator[] over(Series series, long start, long end, @Nullable Base base) {
        for (Accumulator state : result) {
            state.clear();
        }
        if (base != null) {
            base.mergeOthersInto(result);
        }
        long at = start;
        while (at < end) {
            int level = largest(at, end);
            if (level < 0) {
                add(result, series, at++);
            } else {
                merge(result, node(series, level, at));
                at += size(level);
            }
        }
        return result;
    }

    /** A value was put in at a sequence number: what came after has moved. */
    void inserted(long sequence) {
        for (int level = 0; level < levels.size(); level++) {
            levels.get(level).tailMap(sequence - size(level), false).clear();
        }
    }

    void dropBefore(long sequence) {
        for (TreeMap<Long, Accumulator[]> level : levels) {
            level.headMap(sequence, false).clear();
        }
    }

    private Accumulator[] node(Series series, int level, long at) {
        while (levels.size() <= level) {
            levels.add(new TreeMap<>());
        }
        Accumulator[] known = levels.get(level).get(at);
        if (known != null) {
            return known;
        }
        Accumulator[] states = states();
        if (level == 0) {
            for (long i = at; i < at + BLOCK; i++) {
                add(states, series, i);
            }
        } else {
            for (long i = at; i < at + size(level); i += size(level - 1)) {
                merge(states, node(series, level - 1, i));
            }
        }
        levels.get(level).put(at, states);
        return states;
    }

    /** The highest level of which a node starts at {@code at} and ends by {@code end}; -1 when not even a block does. */
    private static int largest(long at, long end) {
        int level = -1;
        while (level < 10 && at % size(level + 1) == 0 && at + size(level + 1) <= end) {
            level++;
        }
        return level;
    }

    private static long size(int level) {
        long size = BLOCK;
        for (int i = 0; i < level; i++) {
            size *= FAN;
        }
        return size;
    }

    private static void add(Accumulator[] states, Series series, long sequence) {
        long timeMs = series.timeMs(sequence);
        double value = series.value(sequence);
        for (Accumulator state : states) {
            state.add(timeMs, value);
        }
    }

    private static void merge(Accumulator[] states, Accumulator[] newer) {
        for (int i = 0; i < states.length; i++) {
            states[i].merge(newer[i]);
        }
    }

    private Accumulator[] states() {
        return recipes.stream().map(Recipe::newState).toArray(Accumulator[]::new);
    }
}
