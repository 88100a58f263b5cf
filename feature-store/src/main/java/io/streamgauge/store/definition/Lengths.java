package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    /** The windows in ascending order, without those that cannot be, which are noted. */
    static List<Duration> windows(List<Duration> written, ConfigNode node, Problems problems) {
        List<Duration> windows = new ArrayList<>();
        if (node.kind() == ConfigNode.Kind.LIST && node.items().isEmpty()) {
            problems.add(node, "no windows; write at least one, such as [1d, 7d]");
        }
        for (Duration window : written) {
            if (window.isZero()) {
                problems.add(node, "a window of 0 holds no event; write a length such as 1d");
            } else if (windows.contains(window)) {
                problems.add(node, "window " + Durations.format(window) + " stands twice");
            } else {
                windows.add(bounded(window, node, problems));
            }
        }
        windows.sort(Duration::compareTo);
        return List.copyOf(windows);
    }
}
