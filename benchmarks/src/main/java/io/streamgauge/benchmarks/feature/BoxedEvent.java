package io.streamgauge.benchmarks.feature;

import org.jspecify.annotations.Nullable;

/**
 * An event in objects. 64-bit with compressed references: header 12, three references 12, so 24 bytes, and 24 for each
 * {@link Long} and {@link Double}: 72 with one column, 96 with two, and 4 for its place in a deque.
 */
final class BoxedEvent {

    final Long timeMs;
    private final Double amount;
    private final @Nullable Double second;

    /** @param second null when no feature takes the second column */
    BoxedEvent(Long timeMs, Double amount, @Nullable Double second) {
        this.timeMs = timeMs;
        this.amount = amount;
        this.second = second;
    }

    Double value(int column) {
        return column == Measure.AMOUNT || second == null ? amount : second;
    }
}
