package io.streamgauge.app.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A running pipeline at one moment.
 *
 * @param at the moment, wall clock
 * @param startedAt when this process began to count, wall clock
 * @param counts since then
 * @param lastSecond rates and latency of the last full second; null in the first
 * @param latency end to end, of events that carry {@link SentAt}
 * @param freshAsOf greatest event time of any prediction: features have taken in everything up to it; null before the
 *     first
 * @param drift where drift detection stands
 */
public record Snapshot(
        Instant at,
        Instant startedAt,
        Counts counts,
        @Nullable Second lastSecond,
        Latency latency,
        @Nullable Instant freshAsOf,
        DriftState drift) {}
