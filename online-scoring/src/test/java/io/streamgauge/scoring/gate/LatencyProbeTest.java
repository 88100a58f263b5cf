package io.streamgauge.scoring.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LatencyProbeTest {

    private static final long MICRO_NS = 1_000;

    private long nowNs;

    private static List<FeatureValues> rows(int count) {
        List<FeatureValues> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FeatureValues row = new FeatureValues(1);
            row.set(0, i + 1);
            rows.add(row);
        }
        return rows;
    }

    /** A row takes as many microseconds as its value says. */
    private void take(FeatureValues row) {
        nowNs += Math.round(row.valueAt(0)) * MICRO_NS;
    }

    @Test
    void quantilesAreOfSingleRunsOverAllRows() {
        GateReport.Latency latency =
                new LatencyProbe(() -> nowNs, 7, 1_000).measure(this::take, rows(100), Optional.empty());

        assertThat(latency).isEqualTo(new GateReport.Latency(1_000, 50, 99, null));
        assertThat(LatencyProbe.check(latency).outcome()).isEqualTo(GateReport.Outcome.PASSED);
    }

    @Test
    void theBestRoundCounts() {
        int[] run = {0};
        GateReport.Latency latency = new LatencyProbe(() -> nowNs, 0, 100)
                .measure(
                        row -> nowNs += (run[0]++ / 100 == 1 ? 2 : 9) * MICRO_NS,
                        rows(1),
                        Optional.of(Duration.ofNanos(2 * MICRO_NS)));

        assertThat(latency).isEqualTo(new GateReport.Latency(100, 2, 2, 2.0));
        assertThat(LatencyProbe.check(latency)).satisfies(check -> {
            assertThat(check.outcome()).isEqualTo(GateReport.Outcome.PASSED);
            assertThat(check.detail())
                    .isEqualTo("a row takes p50 2.0 µs, p99 2.0 µs on this host; allowed: p99 2.0 µs");
        });
    }

    @Test
    void aSlowModelIsMeasuredFewerTimes() {
        GateReport.Latency latency = new LatencyProbe(() -> nowNs, 0, 10_000)
                .measure(row -> nowNs += 20_000 * MICRO_NS, rows(1), Optional.of(Duration.ofMillis(1)));

        assertThat(latency).isEqualTo(new GateReport.Latency(100, 20_000, 20_000, 1_000.0));
        assertThat(LatencyProbe.check(latency).outcome()).isEqualTo(GateReport.Outcome.FAILED);
    }
}
