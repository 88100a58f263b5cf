package io.streamgauge.app.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.scoring.conformal.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class NewestLabelsTest {

    private record Label(String id, double outcome, long timeMs) {}

    /** All labels kept and sorted: the last for each event, the newest of these. */
    private static Map<String, Outcome> kept(List<Label> labels, int most) {
        Map<String, Label> last = new TreeMap<>();
        for (Label label : labels) {
            last.merge(label.id(), label, (old, next) -> next.timeMs() >= old.timeMs() ? next : old);
        }
        Map<String, Outcome> newest = new HashMap<>();
        last.values().stream()
                .sorted(Comparator.comparingLong(Label::timeMs)
                        .thenComparing(Label::id)
                        .reversed())
                .limit(most)
                .forEach(label -> newest.put(label.id(), new Outcome(label.outcome())));
        return newest;
    }

    @Property(tries = 300)
    void keepsTheNewest(@ForAll long seed) {
        Random random = new Random(seed);
        int most = 1 + random.nextInt(8);
        NewestLabels newest = new NewestLabels(most);
        List<Label> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            // An event's labels do not get older here: of one that was dropped, an older label would come back.
            Label label = new Label("e" + random.nextInt(12), random.nextInt(3), i / 3);
            all.add(label);
            newest.add(label.id(), new Outcome(label.outcome()), label.timeMs());
            assertThat(newest.outcomes()).as("seed %d", seed).isEqualTo(kept(all, most));
            assertThat(newest.size()).isEqualTo(newest.outcomes().size());
            assertThat(newest.newestMs()).hasValue(i / 3);
        }
    }
}
