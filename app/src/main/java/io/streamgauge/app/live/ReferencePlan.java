package io.streamgauge.app.live;

import java.time.Duration;

/**
 * Which stretch of event time becomes the drift reference.
 *
 * @param after how long after the first prediction it begins
 * @param length how long it is
 */
public record ReferencePlan(Duration after, Duration length) {

    /** Of a pipeline that does not watch for drift. */
    public static final ReferencePlan NONE = new ReferencePlan(Duration.ZERO, Duration.ZERO);

    public ReferencePlan {
        if (after.isNegative() || length.isNegative()) {
            throw new IllegalArgumentException("a reference plan of " + length + " after " + after + " runs backwards");
        }
    }

    /** Whether there is one: a pipeline that does not watch for drift has none. */
    boolean watches() {
        return !length.isZero();
    }

    /** How much of it lies behind, from 0 to 1, when predictions reach from {@code firstMs} to {@code lastMs}. */
    double progress(long firstMs, long lastMs) {
        double wholeMs = after.plus(length).toMillis();
        return wholeMs == 0 ? 1 : Math.min(1, Math.max(0, (lastMs - firstMs) / wholeMs));
    }
}
