package io.streamgauge.app.backtest;

import io.streamgauge.drift.ReplayedWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Windows as they hold: one that was corrected is there once, with the verdict of the greatest revision and all that followed from the
 * first. They stay in the order in which they came, since an alert must not be resolved before it has opened.
 */
final class HoldingWindows {

    private HoldingWindows() {}

    static List<ReplayedWindow> of(List<ReplayedWindow> windows) {
        List<ReplayedWindow> holding = new ArrayList<>();
        Map<List<Object>, Integer> places = new HashMap<>();
        for (ReplayedWindow window : windows) {
            Integer place = window.verdict() == null
                    ? null
                    : places.putIfAbsent(List.of(window.model(), window.startMs(), window.endMs()), holding.size());
            if (place == null) {
                holding.add(window);
            } else {
                holding.set(place, holding.get(place).with(window));
            }
        }
        return holding;
    }
}
