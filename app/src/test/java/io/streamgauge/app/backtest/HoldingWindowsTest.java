package io.streamgauge.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.ReplayedWindow;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.Findings;
import io.streamgauge.drift.policy.MissingPartitions;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.OffsetRanges;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HoldingWindowsTest {

    private static final ModelKey MODEL = new ModelKey("fraud", "1", "d1");
    private static final long DAY_MS = 86_400_000;

    private static WindowVerdict verdict(int revision) {
        return new WindowVerdict(
                DAY_MS, 2 * DAY_MS, List.of(), new OffsetRanges(), "r", MissingPartitions.NONE, true, revision, 0);
    }

    private static AlertChange change(AlertChange.Status status) {
        return new AlertChange("a1", status, false, 2 * DAY_MS, verdict(0), "amount", List.of(), Findings.NONE);
    }

    private static ReplayedWindow window(@Nullable Integer revision, long rows, List<AlertChange> changes) {
        return new ReplayedWindow(
                MODEL, DAY_MS, 2 * DAY_MS, rows, null, revision == null ? null : verdict(revision), changes, null);
    }

    /** A model that is forgotten resolves its alert at the end of its last window, in which it may have opened. */
    @Test
    void anAlertOpensBeforeItIsResolvedAtTheSameMoment() {
        List<ReplayedWindow> holding = HoldingWindows.of(List.of(
                window(0, 10, List.of(change(AlertChange.Status.OPENED))),
                window(null, 0, List.of(change(AlertChange.Status.RESOLVED))),
                window(1, 12, List.of())));

        assertThat(holding).extracting(ReplayedWindow::rows).containsExactly(12L, 0L);
        Alarms alarms = new Alarms("features");
        holding.forEach(window ->
                alarms.add(window.model(), new Window(window.startMs(), window.endMs()), window.changes(), null));
        assertThat(alarms.all()).extracting(BacktestReport.Alarm::what).containsExactly("opened", "resolved");
        assertThat(alarms.openSince(Instant.ofEpochMilli(3 * DAY_MS))).isNull();
    }

    /** As of a window in which nothing came in time, and which is judged as one of a gap later. */
    @Test
    void aCorrectionThatComesFirstHoldsWithTheAlertsOfTheFirstVerdict() {
        assertThat(HoldingWindows.of(
                        List.of(window(1, 12, List.of()), window(0, 0, List.of(change(AlertChange.Status.OPENED))))))
                .singleElement()
                .satisfies(window -> {
                    assertThat(window.rows()).isEqualTo(12);
                    assertThat(window.verdict())
                            .extracting(WindowVerdict::revision)
                            .isEqualTo(1);
                    assertThat(window.changes()).hasSize(1);
                });
    }
}
