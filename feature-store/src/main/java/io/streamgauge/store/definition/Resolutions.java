package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.Durations;
import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.Positional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which resolutions an aggregate may have, and what one means. */
final class Resolutions {

    /** The most tiles that a window may have: they bound what an entity takes. */
    static final long MOST_TILES = 10_000;

    private Resolutions() {}

    /** Why the aggregate cannot have the resolution; empty when it can. */
    static Optional<String> wrong(
            Duration resolution, List<WindowDefinition> windows, String function, Aggregate aggregate) {
        String text = Durations.format(resolution);
        if (resolution.isZero()) {
            return Optional.of(
                    "a tile of 0 holds nothing; write a length such as 5m, or leave it out for exact windows");
        }
        if (aggregate instanceof Positional) {
            return Optional.of("'" + function
                    + "' reads values one by one, by their position, and tiles keep none; leave 'resolution' out");
        }
        for (WindowDefinition window : windows) {
            if (window instanceof WindowDefinition.Sliding sliding) {
                if (resolution.compareTo(sliding.length()) > 0) {
                    return Optional.of("tiles of " + text + " are longer than the window " + window.text()
                            + "; write at most " + window.text());
                }
                if (tiles(sliding, resolution) > MOST_TILES) {
                    return Optional.of(
                            "the window " + window.text() + " has " + tiles(sliding, resolution) + " tiles of "
                                    + text + "; at most " + MOST_TILES + ", so write at least "
                                    + Durations.format(Duration.ofMillis(
                                            ceilDiv(sliding.length().toMillis(), MOST_TILES - 1))));
                }
            } else if (!(window instanceof WindowDefinition.Unbounded)) {
                return Optional.of("a resolution rounds where a length such as 7d begins, and '" + window.text()
                        + "' is none; give this aggregate 'windows' of its own, or leave 'resolution' out");
            }
        }
        return Optional.empty();
    }

    /** How many tiles the window may touch. */
    static long tiles(WindowDefinition.Sliding window, Duration resolution) {
        return ceilDiv(window.length().toMillis(), resolution.toMillis()) + 1;
    }

    private static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }

    /** What the resolution does to a window, in words; empty when nothing. */
    static Optional<String> bound(AggregateDefinition aggregate, WindowDefinition window) {
        return window instanceof WindowDefinition.Sliding
                ? aggregate
                        .resolution()
                        .map(Durations::format)
                        .map(text -> "window " + window.text() + " rounded to " + text + ": up to " + text
                                + " of older events may count")
                : Optional.empty();
    }
}
