package io.streamgauge.benchmarks.feature;

import java.util.List;
import java.util.OptionalLong;

/**
 * The windowed features of one entity, state on heap, fed in the order of time. Every engine computes the features of one
 * {@link FeatureSet}, the current event among them; what its windows hold is its own to say.
 */
public interface FeatureEngine {

    /** Takes an event; its time is not before the last one's. */
    void update(long timeMs, double amount, double second);

    /** Takes an event and computes every feature as of its time. */
    void updateAndRead(long timeMs, double amount, double second);

    /** A feature as of the last {@link #updateAndRead}; NaN where there is none. */
    double feature(int index);

    /** What is kept per entity, the root of an object graph. */
    Object state();

    /** What {@link #state} refers to and entities share, so that it is not theirs. */
    default List<Object> shared() {
        return List.of();
    }

    /** Size of the state as bytes to store; empty for an engine that has no such form. */
    default OptionalLong storedBytes() {
        return OptionalLong.empty();
    }
}
