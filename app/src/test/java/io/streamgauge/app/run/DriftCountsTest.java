package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.drift.DriftJobCounts;
import io.streamgauge.drift.DriftJobStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftCountsTest {

    private final DriftCounts counts = new DriftCounts();

    @Test
    void aRestartOfTheJobTakesNothingBack() {
        assertThat(counts.total()).isEqualTo(DriftJobCounts.NONE);
        counts.next(new DriftJobCounts(100, 2));
        counts.next(new DriftJobCounts(100, 2));
        counts.next(new DriftJobCounts(130, 2));
        assertThat(counts.total()).isEqualTo(new DriftJobCounts(130, 2));

        counts.next(DriftJobCounts.NONE);
        assertThat(counts.total()).isEqualTo(new DriftJobCounts(130, 2));
        counts.next(new DriftJobCounts(5, 0));
        counts.next(new DriftJobCounts(7, 1));
        assertThat(counts.total()).isEqualTo(new DriftJobCounts(137, 3));
    }

    @Test
    void whoScrapesSeesThemByTheirNames(@TempDir Path directory) throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (DriftTurn turn = DriftTurn.take(directory, this::job, failure -> {})) {
            DriftMeters.bind(meters, turn);
            assertThat(meters.scrape())
                    .contains(
                            "streamgauge_drift_late_predictions_total 0.0\n",
                            "streamgauge_drift_incomplete_windows_total 0.0\n");
            counts.next(new DriftJobCounts(41, 6));
            assertThat(meters.scrape())
                    .contains(
                            "streamgauge_drift_job_restarts_total 9.0\n",
                            "streamgauge_drift_late_predictions_total 41.0\n",
                            "streamgauge_drift_incomplete_windows_total 6.0\n");
        }
    }

    private DriftTurn.Job job() {
        return new DriftTurn.Job() {
            @Override
            public DriftJobStatus status() {
                return new DriftJobStatus(DriftJobStatus.State.RUNNING, null);
            }

            @Override
            public long restarts() {
                return 9;
            }

            @Override
            public DriftJobCounts counts() {
                return counts.total();
            }

            @Override
            public void close() {}
        };
    }
}
