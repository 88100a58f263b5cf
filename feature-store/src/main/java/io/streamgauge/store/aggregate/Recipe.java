package io.streamgauge.store.aggregate;

/** How to make an empty state. Recipes that are equal make states that serve the same aggregates: they are records. */
public interface Recipe {

    Accumulator newState();
}
