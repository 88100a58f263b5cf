package io.streamgauge.app.uncertainty;

import io.streamgauge.scoring.conformal.Outcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The newest labels of a topic, so many at most, by their event time. Of several for one event the newest holds. Not
 * thread-safe.
 */
final class NewestLabels {

    private final int most;
    private final Map<String, Label> byId = new HashMap<>();
    private final TreeSet<Label> byTime =
            new TreeSet<>(Comparator.comparingLong(Label::timeMs).thenComparing(Label::id));

    /** @param most how many are kept */
    NewestLabels(int most) {
        this.most = most;
    }

    private record Label(String id, Outcome outcome, long timeMs) {}

    /** Takes the next label of the topic; one of the same moment as the last for its event comes later, and holds. */
    void add(String id, Outcome outcome, long timeMs) {
        Label known = byId.get(id);
        if (known != null) {
            if (timeMs < known.timeMs()) {
                return;
            }
            byTime.remove(known);
        }
        Label label = new Label(id, outcome, timeMs);
        byId.put(id, label);
        byTime.add(label);
        if (byTime.size() > most) {
            byId.remove(byTime.pollFirst().id());
        }
    }

    int size() {
        return byTime.size();
    }

    /** Event time of the newest; empty when there is none. */
    OptionalLong newestMs() {
        return byTime.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(byTime.last().timeMs());
    }

    /** Outcomes by the ids of the events they judge. */
    Map<String, Outcome> outcomes() {
        Map<String, Outcome> outcomes = new HashMap<>();
        byId.forEach((id, label) -> outcomes.put(id, label.outcome()));
        return outcomes;
    }
}
