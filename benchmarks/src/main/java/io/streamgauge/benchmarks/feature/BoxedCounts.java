package io.streamgauge.benchmarks.feature;

import java.util.TreeMap;

/**
 * How often a window holds each value, in order, so that the extremes are at the ends. 64-bit with compressed references, an
 * entry is 40 bytes: header 12, key, value and three links 20, colour 1. Its key is the event's own {@link Double}; its count
 * is an {@link Integer} that the JVM shares up to 127.
 */
final class BoxedCounts {

    private final TreeMap<Double, Integer> counts = new TreeMap<>();

    void add(Double value) {
        counts.merge(value, 1, Integer::sum);
    }

    void remove(Double value) {
        counts.computeIfPresent(value, (known, count) -> count == 1 ? null : count - 1);
    }

    double least() {
        return counts.firstKey();
    }

    double greatest() {
        return counts.lastKey();
    }
}
