package io.streamgauge.store.view;

import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.view.BruteForce.Raw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The values in a window, by the words of its definition, from all events in arrival order. */
final class NaiveWindow {

    private NaiveWindow() {}

    /** Those that are not null, oldest first; ties in arrival order. */
    static List<Raw> values(List<Raw> arrived, WindowDefinition window, long endMs) {
        List<Raw> all = arrived.stream()
                .filter(e -> e.x() != null && e.timeMs() <= endMs)
                .sorted(Comparator.comparingLong(Raw::timeMs))
                .toList();
        if (window instanceof WindowDefinition.Sliding w) {
            return after(all, endMs - w.length().toMillis());
        } else if (window instanceof WindowDefinition.Tumbling w) {
            long length = w.length().toMillis();
            return after(all, Math.floorDiv(endMs, length) * length - 1);
        } else if (window instanceof WindowDefinition.Hopping w) {
            long hop = w.hop().toMillis();
            long start = Math.floorDiv(endMs, hop) * hop;
            while (start - hop + w.length().toMillis() > endMs) {
                start -= hop; // an earlier aligned window that still holds the end
            }
            return after(all, start - 1);
        } else if (window instanceof WindowDefinition.Last w) {
            List<Raw> young = after(all, endMs - w.atMost().toMillis());
            return young.subList(Math.max(0, young.size() - w.count()), young.size());
        } else if (window instanceof WindowDefinition.Session w) {
            List<Raw> session = new ArrayList<>();
            long nextMs = endMs;
            List<Raw> young = after(all, endMs - w.atMost().toMillis());
            for (int i = young.size() - 1;
                    i >= 0 && nextMs - young.get(i).timeMs() <= w.gap().toMillis();
                    i--) {
                nextMs = young.get(i).timeMs();
                session.add(0, young.get(i));
            }
            return session;
        }
        return all;
    }

    private static List<Raw> after(List<Raw> all, long timeMs) {
        return all.stream().filter(e -> e.timeMs() > timeMs).toList();
    }
}
