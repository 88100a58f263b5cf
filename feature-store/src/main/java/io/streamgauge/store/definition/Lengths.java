package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import java.time.Duration;

/** Bounds on windows, delays and lateness. */
final class Lengths {

    /** The longest of any: ten years of 365 days. */
    static final Duration LONGEST = Duration.ofDays(3_650);

    private Lengths() {}

    /** The duration, or the longest allowed after noting that it is longer. */
    static Duration bounded(Duration length, ConfigNode node, Problems problems) {
        if (length.compareTo(LONGEST) > 0) {
            problems.add(node, Durations.format(length) + " is too long; at most " + Durations.format(LONGEST));
            return LONGEST;
        }
        return length;
    }
}
