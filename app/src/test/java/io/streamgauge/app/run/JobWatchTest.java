package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.DriftJobStatus;
import io.streamgauge.drift.DriftJobStatus.State;
import io.streamgauge.schemas.AlertKind;
import io.streamgauge.schemas.DriftAlert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobWatchTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final JobWatch watch = new JobWatch("fraud", START);
    private final List<DriftAlert> alerts = new ArrayList<>();

    private void look(long second, State state, @Nullable String failure) {
        watch.next(new DriftJobStatus(state, failure), START.plusSeconds(second))
                .ifPresent(alerts::add);
    }

    private List<String> told() {
        return alerts.stream()
                .map(alert -> alert.getStatus() + " " + alert.getSeverity())
                .toList();
    }

    @Test
    void aJobThatRunsIsNoNews() {
        look(0, State.RUNNING, null);
        look(1000, State.RUNNING, null);
        assertThat(alerts).isEmpty();
        assertThat(watch.restarts()).isZero();
    }

    @Test
    void restartsOpenOneAlertWhichFiveCalmMinutesResolve() {
        look(0, State.RUNNING, null);
        look(10, State.RESTARTING, null);
        look(11, State.STARTING, null);
        look(12, State.RUNNING, null);
        look(100, State.RESTARTING, null);
        look(101, State.RUNNING, null);
        look(400, State.RUNNING, null);
        assertThat(told()).containsExactly("OPENED WARNING");
        look(401, State.RUNNING, null);
        assertThat(told()).containsExactly("OPENED WARNING", "RESOLVED WARNING");
        assertThat(alerts)
                .extracting(DriftAlert::getAlertId)
                .containsOnly(alerts.get(0).getAlertId());
        assertThat(alerts).extracting(DriftAlert::getKind).containsOnly(AlertKind.OPERATIONS);
        assertThat(watch.restarts()).isEqualTo(2);
        look(500, State.RESTARTING, null);
        assertThat(alerts.get(2).getAlertId()).isNotEqualTo(alerts.get(0).getAlertId());
    }

    @Test
    void theEndAfterRestartsEscalates() {
        look(0, State.RUNNING, null);
        look(10, State.RESTARTING, null);
        look(12, State.FAILED, "the disk is full");
        look(13, State.FAILED, "the disk is full");
        assertThat(told()).containsExactly("OPENED WARNING", "ESCALATED CRITICAL");
        assertThat(alerts.get(1).getMessage()).contains("the disk is full");
        assertThat(alerts.get(1).getAlertId()).isEqualTo(alerts.get(0).getAlertId());
    }

    @Test
    void aStopThatNobodyAskedForIsAnEndToo() {
        look(0, State.RUNNING, null);
        look(10, State.STOPPED, null);
        assertThat(told()).containsExactly("OPENED CRITICAL");
        assertThat(alerts.get(0).getMessage()).contains("without being asked to");
    }
}
