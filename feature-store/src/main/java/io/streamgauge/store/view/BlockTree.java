package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * States that give nothing back, for any window: a tree of merged blocks. A block holds {@value #BLOCK} values in a row that
 * start at a multiple of that, a node {@value #FAN} blocks or nodes. A block is made when a window first covers it and made
 * once, unless a value is put in at or before it.
 *
 * <p>For each window the merge of all blocks it covers is kept. A read merges that and adds the values at the edges, fewer than
 * {@code 2 BLOCK}. When the window's end covers another block, that is merged too; when its start leaves one, the
 * largest blocks and nodes are merged anew, at most {@code 2 FAN} a level. That happens once in {@value #BLOCK} values: for any
 * window in use {@code FAN levels / 32 <= 2.5} merges a value, amortised. The worst-case constant number of merges of [1] would
 * take two states a block and window; finding what to merge for a value in between is the tree's part, as in [2].
 *
 * <p>[1] K. Tangwongsan, M. Hirzel, S. Schneider, Low-latency sliding-window aggregation in worst-case constant time, DEBS 2017.
 * [2] The same, Optimal and general out-of-order sliding-window aggregation, VLDB 2019.
 *
 * <p>Not thread-safe.
 */
final class BlockTree {

    private static final int BLOCK = 64;
    private static final int FAN = 16;
    private static final long NOWHERE = -1;

    private final List<Recipe> recipes;
    private final Accumulator[] result;
    private final List<TreeMap<Long, Accumulator[]>> levels = new ArrayList<>();
    private @Nullable Middle[] middles = {};

    /** The merge of the blocks that a window covers, {@code [from, to)}. */
    private static final class Middle {

        private final Accumulator[] states;
        private long from = NOWHERE;
        private long to;

        Middle(Accumulator[] states) {
            this.states = states;
        }
    }

    BlockTree(List<Recipe> recipes) {
        this.recipes = recipes;
        this.result = states();
    }

    /**
     * The states over {@code [start, end)}, valid until the next call.
     *
     * @param window which window this is, from 0 on
     * @param base what comes before it, for an unbounded window
     */
    Accumulator[] over(Series series, int window, long start, long end, @Nullable Base base) {
        clear(result);
        if (base != null) {
            base.mergeOthersInto(result);
        }
        long from = Math.floorDiv(start + BLOCK - 1, BLOCK) * BLOCK;
        long to = Math.floorDiv(end, BLOCK) * BLOCK;
        if (from >= to) {
            add(result, series, start, end);
        } else {
            add(result, series, start, from);
            merge(result, middle(series, window, from, to));
            add(result, series, to, end);
        }
        return result;
    }

    private Accumulator[] middle(Series series, int window, long from, long to) {
        if (window >= middles.length) {
            middles = Arrays.copyOf(middles, window + 1);
        }
        Middle middle = middles[window];
        if (middle == null) {
            middle = new Middle(states());
            middles[window] = middle;
        }
        if (middle.from != from || middle.to > to) {
            clear(middle.states);
            middle.from = from;
            middle.to = from;
        }
        while (middle.to < to) {
            int level = largest(middle.to, to);
            merge(middle.states, node(series, level, middle.to));
            middle.to += size(level);
        }
        return middle.states;
    }

    /** A value was put in at a sequence number: what came after has moved. */
    void inserted(long sequence) {
        for (int level = 0; level < levels.size(); level++) {
            levels.get(level).tailMap(sequence - size(level), false).clear();
        }
        for (Middle middle : middles) {
            if (middle != null && sequence < middle.to) {
                middle.from = NOWHERE;
            }
        }
    }

    void dropBefore(long sequence) {
        for (TreeMap<Long, Accumulator[]> level : levels) {
            level.headMap(sequence, false).clear();
        }
    }

    /** Bytes on the heap, about: what the recipes say of as many values as a block or node holds. */
    long heapBytes() {
        long bytes = 100 + bytesOf(BLOCK);
        for (Middle middle : middles) {
            bytes += middle == null || middle.from == NOWHERE ? 0 : 40 + bytesOf(middle.to - middle.from);
        }
        for (int level = 0; level < levels.size(); level++) {
            int nodes = levels.get(level).size();
            bytes += nodes == 0 ? 0 : nodes * (100 + bytesOf(size(level)));
        }
        return bytes;
    }

    private long bytesOf(long values) {
        long bytes = 0;
        for (Recipe recipe : recipes) {
            bytes += recipe.stateBytes(values);
        }
        return bytes;
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
            add(states, series, at, at + BLOCK);
        } else {
            for (long i = at; i < at + size(level); i += size(level - 1)) {
                merge(states, node(series, level - 1, i));
            }
        }
        levels.get(level).put(at, states);
        return states;
    }

    /** The highest level of which a node starts at {@code at}, where a block does, and ends by {@code end}, as a block does. */
    private static int largest(long at, long end) {
        int level = 0;
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

    private static void add(Accumulator[] states, Series series, long from, long to) {
        for (long i = from; i < to; i++) {
            long timeMs = series.timeMs(i);
            double value = series.value(i);
            for (Accumulator state : states) {
                state.add(timeMs, value);
            }
        }
    }

    private static void clear(Accumulator[] states) {
        for (Accumulator state : states) {
            state.clear();
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
