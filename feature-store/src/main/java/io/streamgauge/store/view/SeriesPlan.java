package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Extreme;
import io.streamgauge.store.aggregate.Recipe;
import java.util.List;
import java.util.Set;

/**
 * One series of a view: which values of an event it takes, and what slides over them. Immutable.
 *
 * @param input the value an event gives it
 * @param identity names the input in rows: rows made by one definition are read by another that has the same inputs
 * @param resolutionMs length of the tiles that values are folded into; 0 when they are kept one by one
 * @param delaysMs distinct delays of all its aggregates: how long before the moment of a read their windows end
 * @param windows distinct windows of all its aggregates
 * @param placed the windows, for loops that run once an event
 * @param invertible recipes of states that give values back
 * @param merged recipes of all other states
 * @param extremes least, greatest or both
 * @param ever recipes of states that unbounded windows read
 * @param oldest how many of the oldest values are read by position over an unbounded window
 * @param newest how many of the newest values are read by position over an unbounded window
 * @param horizonMs a value with a time up to {@code t - horizonMs} matters to no read as of t or later; at least 1 more than
 *     the longest delay
 * @param sliding how the states that give values back are kept; its scratch space is all that is not immutable
 * @param orderMs values with times up to {@code t - orderMs} are let go of in order; 0 where the order does not matter
 */
record SeriesPlan(
        SeriesInput input,
        int identity,
        long resolutionMs,
        List<Long> delaysMs,
        List<PlacedWindow> windows,
        Windows placed,
        List<Recipe> invertible,
        List<Recipe> merged,
        List<Extreme> extremes,
        Set<Recipe> ever,
        int oldest,
        int newest,
        SlidingPlan sliding,
        long horizonMs,
        long orderMs) {

    SeriesPlan {
        delaysMs = List.copyOf(delaysMs);
        windows = List.copyOf(windows);
        invertible = List.copyOf(invertible);
        merged = List.copyOf(merged);
        extremes = List.copyOf(extremes);
        ever = Set.copyOf(ever);
    }

    /** Values with times up to {@code t - heldMs} are not needed one by one by reads as of t or later. */
    long heldMs() {
        return resolutionMs == 0
                ? horizonMs
                : Math.max(
                        orderMs,
                        1 + delaysMs.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    /** Names the recipes of what an unbounded window has let go of. */
    int baseFingerprint() {
        String ends = oldest + newest == 0 ? "" : " ends " + oldest + " " + newest;
        return (int) TextHash.of("base " + invertible + merged + extremes + ends);
    }

    /** The same recipes, those that no unbounded window reads left {@link Unread}. */
    List<Recipe> ever(List<Recipe> recipes) {
        return recipes.stream()
                .map(recipe -> ever.contains(recipe) ? recipe : new Unread(recipe))
                .toList();
    }

    boolean unbounded() {
        return windows.stream().anyMatch(PlacedWindow::unbounded);
    }
}
