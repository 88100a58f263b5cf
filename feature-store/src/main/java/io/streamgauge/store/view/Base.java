package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Extreme;
import io.streamgauge.store.aggregate.HeldValues;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * What a series has let go of, as far as unbounded windows still count it: one state per recipe, one value per extreme, and
 * the few oldest and newest values that aggregates read by position. Not thread-safe.
 */
final class Base {

    private final Accumulator[] invertible;
    private final Accumulator[] merged;
    private final List<Extreme> extremes;
    private final double[] best;
    private final BaseEnds ends;
    private long count;

    /**
     * One of nothing.
     *
     * @param oldest how many of the oldest values are kept
     * @param newest how many of the newest values are kept
     */
    Base(List<Recipe> invertible, List<Recipe> merged, List<Extreme> extremes, int oldest, int newest) {
        this.invertible = states(invertible);
        this.merged = states(merged);
        this.extremes = extremes;
        this.best = new double[extremes.size()];
        this.ends = new BaseEnds(oldest, newest);
    }

    /** How many values were let go of. */
    long count() {
        return count;
    }

    /** Takes in a value that the series lets go of; they come in order. */
    void add(long timeMs, double value) {
        for (Accumulator state : invertible) {
            state.add(timeMs, value);
        }
        for (Accumulator state : merged) {
            state.add(timeMs, value);
        }
        for (int i = 0; i < best.length; i++) {
            best[i] = count == 0 ? value : extremes.get(i).of(best[i], value);
        }
        ends.add(timeMs, value);
        count++;
    }

    /** Merges the invertible states into others of the same recipes. */
    void mergeInto(Accumulator[] states) {
        for (int i = 0; i < states.length; i++) {
            states[i].merge(invertible[i]);
        }
    }

    /** Merges the other states into states of the same recipes, which are empty. */
    void mergeOthersInto(Accumulator[] states) {
        for (int i = 0; i < states.length; i++) {
            states[i].merge(merged[i]);
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

    void write(ByteWriter out) {
        out.putVarint(count);
        if (count > 0) {
            for (Accumulator state : invertible) {
                state.write(out);
            }
            for (Accumulator state : merged) {
                state.write(out);
            }
            for (double value : best) {
                out.putDouble(value);
            }
            ends.write(out);
        }
    }

    void read(ByteReader in) {
        count = in.nextVarint();
        if (count > 0) {
            for (Accumulator state : invertible) {
                state.read(in);
            }
            for (Accumulator state : merged) {
                state.read(in);
            }
            for (int i = 0; i < best.length; i++) {
                best[i] = in.nextDouble();
            }
            ends.read(count, in);
        }
    }

    private static Accumulator[] states(List<Recipe> recipes) {
        return recipes.stream().map(Recipe::newState).toArray(Accumulator[]::new);
    }
}
