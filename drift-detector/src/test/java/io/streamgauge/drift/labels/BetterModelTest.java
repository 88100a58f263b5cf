package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.Advice;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.profile.OffsetRanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Detectors over errors tell of changes for the better too. */
class BetterModelTest {
    @Test
    void aModelThatDoesBetterIsNotSaidToDoWorse() {
        DriftDefinition drift =
                TestingOutcomes.definition("{wait: 0s, watch: [accuracy], detectors: [{detector: adwin}]}");
        PerformanceWatch watch = new PerformanceWatch(
                "fraud", drift, Objects.requireNonNull(drift.performance()), Duration.ZERO, new PerformanceState());
        List<AlertChange> changes = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            long timeMs = i * 5L;
            String id = Integer.toString(i);
            int rate = i < 1400 ? 9 : i < 2000 ? 5 : i < 2200 ? 3 : i < 2400 ? 1 : 0;
            boolean wrong = i * 7 % 10 < rate;
            watch.predicted(
                    0,
                    new ScoredEvent(
                            TestingOutcomes.CHAMPION,
                            id,
                            timeMs,
                            new OffsetRanges.Partition("events", 0),
                            i,
                            0.9,
                            1,
                            List.of("FR")));
            watch.labelled(0, i, timeMs, id, wrong ? 0 : 1);
            if ((i + 1) % 200 == 0) {
                for (var p : watch.advance(timeMs + 4)) {
                    changes.addAll(p.changes());
                }
            }
        }
        assertThat(changes)
                .isNotEmpty()
                .allSatisfy(c -> assertThat(c.findings().advice().action()).isEqualTo(Advice.Action.IGNORE));
    }
}
