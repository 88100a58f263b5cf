package io.streamgauge.drift.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition.Kind;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.state.PerformanceParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A gap between groups opens an alert of its own, is confirmed, and is resolved; written to bytes and read back after every window. */
class FairnessAlertsTest {

    private static final int ROWS = 200;
    private static final DriftDefinition DRIFT = TestingOutcomes.definition("{wait: 0s}");

    private final Map<String, byte[]> written = new TreeMap<>();

    private static PerformanceWatch watch(PerformanceState state) {
        return new PerformanceWatch("fraud", DRIFT, Objects.requireNonNull(DRIFT.performance()), Duration.ZERO, state);
    }

    /** Half of each group is decided positive, and rightly; with a gap nine in ten of France and one in ten of Spain. */
    private static void window(PerformanceWatch watch, int at, boolean gap) {
        for (int i = 0; i < ROWS; i++) {
            boolean french = i % 2 == 0;
            int tenth = i / 2 % 10;
            boolean positive = gap ? tenth < (french ? 9 : 1) : tenth < 5;
            long timeMs = at * TestingOutcomes.WINDOW_MS + i * 4L;
            String id = at + "-" + i;
            watch.predicted(
                    0,
                    new ScoredEvent(
                            TestingOutcomes.CHAMPION,
                            id,
                            timeMs,
                            new OffsetRanges.Partition("events", 0),
                            (long) at * ROWS + i,
                            positive ? 0.75 : 0.25,
                            positive ? 1 : 0,
                            List.of(french ? "FR" : "ES")));
            watch.labelled(0, (long) at * ROWS + i, timeMs, id, positive ? 1 : 0);
        }
    }

    private PerformanceWatch throughBytes(PerformanceWatch watch) {
        PerformanceParts parts = new PerformanceParts(TestingOutcomes.WINDOW_MS, Kind.BINARY);
        parts.write(watch.state(), new PerformanceParts.Store() {
            @Override
            public void put(String key, byte[] part) {
                written.put(key, part);
            }

            @Override
            public void remove(String key) {
                written.remove(key);
            }
        });
        return watch(parts.read(written).orElseThrow());
    }

    @Test
    void aGapIsAnAlert() {
        PerformanceWatch watch = watch(new PerformanceState());
        List<AlertChange> changes = new ArrayList<>();
        List<RetrainingRequest> retraining = new ArrayList<>();
        for (int at = 0; at < 14; at++) {
            window(watch, at, at >= 7 && at < 10);
            for (PerformanceWatch.Published published : watch.advance((at + 1) * TestingOutcomes.WINDOW_MS - 1)) {
                changes.addAll(published.changes());
                RetrainingRequest request = published.retraining();
                if (request != null) {
                    retraining.add(request);
                }
            }
            watch = throughBytes(watch);
        }
        assertThat(changes)
                .extracting(AlertChange::status)
                .containsExactly(AlertChange.Status.OPENED, AlertChange.Status.ESCALATED, AlertChange.Status.RESOLVED);
        assertThat(changes)
                .extracting(AlertChange::alertId)
                .containsOnly(changes.get(0).alertId());
        assertThat(changes.get(0).evidence())
                .extracting(FeatureVerdict::feature, FeatureVerdict::statistic)
                .contains(org.assertj.core.groups.Tuple.tuple("country", "demographic_parity"))
                .allMatch(found -> found.toList().get(0).equals("country"));
        assertThat(changes.get(0).message()).contains("country (demographic_parity 0.800, threshold 0.100)");
        assertThat(retraining).hasSize(1);
        assertThat(retraining.get(0).findings().groups()).containsExactly(List.of("country"));
        assertThat(retraining.get(0).findings().advice().reason()).startsWith("Groups are treated further apart");
        assertThat(written.keySet()).anyMatch(key -> key.startsWith("fairness\n"));
    }
}
