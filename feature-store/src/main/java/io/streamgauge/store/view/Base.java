package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Extreme;
import io.streamgauge.store.aggregate.HeldValues;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/**
 * What a series has let go of, as far as unbounded windows still count it: one state per recipe, one value per extreme, and
 * the few oldest and newest values that aggregates read by position. Not thread-safe.
 */
final class Base {

    /** Names the values read by position among the written states. */
    private static final int ENDS = 0;
    /** Names no state. */
    private static final int UNREAD = -1;

    private final List<Recipe> folded;
    private final Accumulator[] invertible;
    private final Accumulator[] merged;
    private final List<Extreme> extremes;
    private final double[] best;
    private final int[] recipes;
    private final BaseEnds ends;
    private long count;

    /**
     * One of nothing.
     *
     * @param oldest how many of the oldest values are kept
     * @param newest how many of the newest values are kept
     */
    Base(List<Recipe> invertible, List<Recipe> merged, List<Extreme> extremes, int oldest, int newest) {
        this.folded = Stream.of(invertible, merged).flatMap(List::stream).toList();
        this.invertible = states(invertible);
        this.merged = states(merged);
        this.extremes = extremes;
        this.best = new double[extremes.size()];
        Arrays.fill(best, Double.NaN);
        this.recipes = Stream.of(invertible, merged, extremes)
                .flatMap(List::stream)
                .mapToInt(recipe -> recipe instanceof Unread ? UNREAD : (int) TextHash.of("base " + recipe))
                .toArray();
        this.ends = new BaseEnds(oldest, newest);
    }

    /** How many of its states have forgotten their values, of which there are more than they tell apart. */
    int forgot() {
        int forgot = 0;
        for (Accumulator state : invertible) {
            forgot += state.forgot() ? 1 : 0;
        }
        for (Accumulator state : merged) {
            forgot += state.forgot() ? 1 : 0;
        }
        return forgot;
    }

    /** How many values were let go of. */
    long count() {
        return count;
    }

    /** Takes in a value that the series lets go of; they come in order. */
    void add(long timeMs, double value) {
        fold(timeMs, value);
        ends.add(timeMs, value);
    }

    /** Takes in a value that comes after later ones were let go of. States that depend on the order take it for the newest. */
    void addLate(long timeMs, double value) {
        fold(timeMs, value);
        ends.addLate(timeMs, value);
    }

    private void fold(long timeMs, double value) {
        for (Accumulator state : invertible) {
            state.add(timeMs, value);
        }
        for (Accumulator state : merged) {
            state.add(timeMs, value);
        }
        for (int i = 0; i < best.length; i++) {
            best[i] = count == 0 ? value : extremes.get(i).of(best[i], value);
        }
        count++;
    }

    /** Becomes one of nothing. */
    void clear() {
        for (Accumulator state : invertible) {
            state.clear();
        }
        for (Accumulator state : merged) {
            state.clear();
        }
        Arrays.fill(best, Double.NaN);
        ends.clear();
        count = 0;
    }

    /** Takes in what came after it; the values at its ends are not kept then. */
    void merge(Base newer) {
        if (newer.count == 0) {
            return;
        }
        for (int i = 0; i < invertible.length; i++) {
            invertible[i].merge(newer.invertible[i]);
        }
        for (int i = 0; i < merged.length; i++) {
            merged[i].merge(newer.merged[i]);
        }
        for (int i = 0; i < best.length; i++) {
            best[i] = count == 0 ? newer.best[i] : extremes.get(i).of(best[i], newer.best[i]);
        }
        count += newer.count;
    }

    /** Merges the invertible states into others of the same recipes. */
    void mergeInto(Accumulator[] states) {
        for (int i = 0; i < states.length; i++) {
            states[i].merge(invertible[i]);
        }
    }

    /** Merges all states into others of the same recipes, invertible ones first. */
    void mergeAllInto(Accumulator[] states) {
        for (int i = 0; i < states.length; i++) {
            states[i].merge(i < invertible.length ? invertible[i] : merged[i - invertible.length]);
        }
    }

    /** Merges the other states into states of the same recipes, which are empty; those that are unread here stay so. */
    void mergeOthersInto(Accumulator[] states) {
        for (int i = 0; i < states.length; i++) {
            if (recipes[invertible.length + i] != UNREAD) {
                states[i].merge(merged[i]);
            }
        }
    }

    /** The extreme of what was let go of; undefined when that is nothing. */
    double best(int extreme) {
        return best[extreme];
    }

    /** Hands over each value that it may give back. */
    void held(DoubleConsumer each) {
        if (count == 0) {
            return;
        }
        for (Accumulator[] states : List.of(invertible, merged)) {
            for (Accumulator state : states) {
                ((HeldValues) state).held(each);
            }
        }
        ends.held(each);
    }

    /** The oldest and the newest of what was let go of. */
    BaseEnds ends() {
        return ends;
    }

    /** Writes each state under the fingerprint of its recipe, so that a view with other recipes finds those it shares. */
    void write(ByteWriter out) {
        out.putVarint(count);
        if (count == 0) {
            return;
        }
        for (int i = 0; i < recipes.length; i++) {
            if (recipes[i] == UNREAD) {
                continue;
            }
            out.putInt(recipes[i]);
            ByteWriter state = new ByteWriter();
            if (i < invertible.length) {
                invertible[i].write(state);
            } else if (i < invertible.length + merged.length) {
                merged[i - invertible.length].write(state);
            } else {
                state.putDouble(best[i - invertible.length - merged.length]);
            }
            out.putBytes(state);
        }
        out.putInt(ENDS);
        ByteWriter positions = new ByteWriter();
        ends.write(positions);
        out.putBytes(positions);
    }

    /** Reads the states of the recipes that are written; those of others stay empty. */
    void read(ByteReader in) {
        count = in.nextVarint();
        Map<Integer, byte[]> written = new HashMap<>();
        while (in.left() > 0) {
            written.put(in.nextInt(), in.nextBytes());
        }
        for (int i = 0; i < recipes.length; i++) {
            byte[] state = recipes[i] == UNREAD ? null : written.get(recipes[i]);
            if (state != null) {
                ByteReader bytes = new ByteReader(state);
                readOne(i, bytes);
                bytes.end();
            }
        }
        byte[] positions = written.get(ENDS);
        if (positions != null) {
            ends.read(count, new ByteReader(positions));
        }
    }

    /** Reads the states of exactly these recipes, in order. */
    void readInOrder(ByteReader in) {
        count = in.nextVarint();
        if (count > 0) {
            for (int i = 0; i < recipes.length; i++) {
                if (i < folded.size() && folded.get(i) instanceof Unread unread) {
                    unread.recipe().newState().read(in);
                } else {
                    readOne(i, in);
                }
            }
            ends.readInOrder(count, in);
        }
    }

    private void readOne(int i, ByteReader in) {
        if (i < invertible.length) {
            invertible[i].read(in);
        } else if (i < invertible.length + merged.length) {
            merged[i - invertible.length].read(in);
        } else {
            best[i - invertible.length - merged.length] = in.nextDouble();
        }
    }

    private static Accumulator[] states(List<Recipe> recipes) {
        Accumulator[] states = recipes.stream().map(Recipe::newState).toArray(Accumulator[]::new);
        for (Accumulator state : states) {
            state.keepLittle();
        }
        return states;
    }
}
