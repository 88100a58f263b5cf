package io.streamgauge.store.definition;

import io.streamgauge.store.aggregate.Aggregate;
import io.streamgauge.store.aggregate.Positional;
import java.util.List;
import java.util.Optional;

/** Which functions that read values by position may do so over an unbounded window. */
final class UnboundedPositions {

    /** The most values that are kept of all that were let go of: this many of the oldest, and of the newest. */
    static final int MOST = 1_000;

    private UnboundedPositions() {}

    /** Why the windows cannot be; empty when they can. */
    static Optional<String> wrong(List<WindowDefinition> windows, String function, Aggregate aggregate) {
        if (windows.stream().noneMatch(WindowDefinition.Unbounded.class::isInstance)
                || !(aggregate instanceof Positional positional)) {
            return Optional.empty();
        }
        int reads = Math.max(positional.oldest(), positional.newest());
        return reads <= MOST
                ? Optional.empty()
                : Optional.of("'" + function + "' reads up to " + reads
                        + " values by position, and of all that an unbounded"
                        + " window counts only the oldest and the newest " + MOST + " are kept; give it windows with a"
                        + " length, such as 30d");
    }
}
