package io.streamgauge.benchmarks.feature;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one writes in plain Java collections to have the same features, from the largest to the least: the references that
 * state per entity is held against. Their bytes are measured, their time is not. None has a map of distinct values, as no
 * feature here counts them.
 */
public enum BoxedStructure {
    PER_FEATURE("a deque and a map per feature"),
    SHARED("one deque, a map per window"),
    DEQUE("one deque, no maps");

    private final String title;

    BoxedStructure(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** A new structure without events. */
    FeatureEngine engine(FeatureSet set) {
        return switch (this) {
            case PER_FEATURE -> new BoxedPerFeature(set);
            case SHARED -> new BoxedShared(set);
            case DEQUE -> new BoxedDeque(set);
        };
    }

    /** The counts that a JVM has one object of each for, so that they are no entity's. */
    static List<Object> sharedIntegers() {
        return IntStream.range(-128, 128).<Object>mapToObj(Integer::valueOf).toList();
    }
}
