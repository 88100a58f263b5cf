package io.streamgauge.benchmarks.feature;

/**
 * A value and its time, in objects. 64-bit with compressed references: header 12, two references 8, rounded up to 24 bytes;
 * the {@link Long} and the {@link Double}, header 12 and 8 aligned to 8, are 24 bytes each. So 72, and 4 for its place in a deque.
 */
final class BoxedValue {

    final Long timeMs;
    final Double value;

    BoxedValue(Long timeMs, Double value) {
        this.timeMs = timeMs;
        this.value = value;
    }
}
