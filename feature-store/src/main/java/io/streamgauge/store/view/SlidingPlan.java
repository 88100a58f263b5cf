package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.BandedSums;
import io.streamgauge.store.aggregate.Recipe;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How the invertible states of a series are kept: those that {@link BandedSums} serve for all windows at once, the others one by
 * one. It holds the states that such sums are read as, which all entities share; not thread-safe for them.
 */
final class SlidingPlan {

    private final List<Recipe> all;
    private final List<Recipe> others;
    private final int[] otherAt;
    private final boolean[] unbounded;
    private final int[] endOf;
    private final int ends;
    private final int[] summed;
    private final Accumulator[][] read;

    /** @param asked indexes of the windows over which invertible states are read */
    SlidingPlan(List<Recipe> recipes, List<PlacedWindow> windows, Set<Integer> asked) {
        all = List.copyOf(recipes);
        others = all.stream().filter(recipe -> !BandedSums.serve(recipe)).toList();
        otherAt = others.stream().mapToInt(all::indexOf).toArray();
        unbounded = new boolean[windows.size()];
        endOf = windows.stream().mapToInt(PlacedWindow::delay).toArray();
        ends = 1 + windows.stream().mapToInt(PlacedWindow::delay).max().orElse(0);
        read = new Accumulator[unbounded.length][];
        for (int i = 0; i < unbounded.length; i++) {
            unbounded[i] = windows.get(i).unbounded();
            read[i] = all.stream().map(Recipe::newState).toArray(Accumulator[]::new);
        }
        boolean sums = others.size() < all.size();
        summed = IntStream.range(0, unbounded.length)
                .filter(window -> sums && asked.contains(window) && !unbounded[window])
                .toArray();
    }

    /** All recipes. */
    List<Recipe> all() {
        return all;
    }

    /** Those that sums do not serve. */
    List<Recipe> others() {
        return others;
    }

    int windows() {
        return unbounded.length;
    }

    int ends() {
        return ends;
    }

    int endOf(int window) {
        return endOf[window];
    }

    /** Whether a window counts what its series has let go of, and so is kept one by one. */
    boolean unbounded(int window) {
        return unbounded[window];
    }

    /** Indexes of the windows that sums serve. */
    int[] summed() {
        return summed;
    }

    /** States of a window, of all recipes, to be read. */
    Accumulator[] read(int window) {
        return read[window];
    }

    /** Whether there are any that sums do not serve. */
    boolean mixed() {
        return otherAt.length > 0;
    }

    /** Puts states of the {@link #others} among those to be read. */
    void show(int window, Accumulator[] ofOthers) {
        for (int i = 0; i < otherAt.length; i++) {
            read[window][otherAt[i]] = ofOthers[i];
        }
    }
}
