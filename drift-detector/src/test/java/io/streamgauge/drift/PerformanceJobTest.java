package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.labels.TestingOutcomes;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.wire.AvroCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The performance branch on a MiniCluster. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PerformanceJobTest {

    private static final DriftDefinition DRIFT = TestingOutcomes.definition("{wait: 2s, corrections: 3s}");
    private static final LabelsConfig LABELS = new LabelsConfig(
            "labels",
            LabelsConfig.Format.JSON,
            "id",
            "time",
            "outcome",
            Duration.ofMillis(TestingOutcomes.LABEL_LATENESS_MS),
            Duration.ofDays(1));

    private static DriftJobConfig config(int parallelism) {
        return TestingJobs.of(DRIFT, List.of("amount"), parallelism, LABELS);
    }

    private static TestingOutcomes outcomes() {
        return TestingOutcomes.random(1, 16, 120, 12);
    }

    private static TestingPerformance run(String name, int parallelism) throws Exception {
        TestingPerformance stream = new TestingPerformance(name, outcomes());
        stream.execute(config(parallelism), LABELS);
        return stream;
    }

    @Test
    void aFallOfPerformanceLeadsToFiguresAnAlertAndARetrainingEvent() throws Exception {
        TestingPerformance stream = run("fall", 3);
        AvroCodec<DriftMetric> metrics = new AvroCodec<>(DriftMetric.class, TestingPerformance.registry());
        List<DriftMetric> areas = stream.published("metrics", metrics::decode).stream()
                .filter(metric -> metric.getStatistic().equals("roc_auc")
                        && metric.getVariant().equals("champion"))
                .toList();
        assertThat(areas).allMatch(metric -> metric.getFeature().equals("performance"));
        assertThat(areas).anyMatch(metric -> metric.getRevision() == 1);
        DriftMetric blind = areas.stream()
                .filter(metric -> metric.getWindowStart().toEpochMilli() == 12_000 && metric.getRevision() == 0)
                .findFirst()
                .orElseThrow();
        assertThat(blind.getDrifted()).isTrue();
        assertThat(blind.getValue()).isLessThan(blind.getThreshold());
        assertThat(blind.getThreshold()).isLessThan(blind.getReferenceValue());
        assertThat(blind.getExpectedValue()).isGreaterThan(blind.getUpper());
        assertThat(blind.getLower()).isLessThan(blind.getValue());
        assertThat(blind.getWindowCount()).isGreaterThan(50);
        assertThat(blind.getWindowMissing()).isPositive();

        AvroCodec<DriftAlert> alerts = new AvroCodec<>(DriftAlert.class, TestingPerformance.registry());
        // The events' two countries differ by chance in two windows; such gaps have alerts of their own.
        assertThat(stream.published("alerts", alerts::decode))
                .filteredOn(alert -> alert.getEvidence().stream()
                        .anyMatch(evidence -> evidence.getFeature().equals("performance")))
                .isNotEmpty()
                .allMatch(alert -> alert.getEvidence().stream()
                        .allMatch(evidence -> evidence.getFeature().equals("performance")));
        AvroCodec<RetrainingEvent> events = new AvroCodec<>(RetrainingEvent.class, TestingPerformance.registry());
        List<RetrainingEvent> asked = stream.published("retraining", events::decode);
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).getReason()).contains("performance (roc_auc");
        assertThat(asked.get(0).getRanges()).hasSize(3);
    }

    /** Stopped twice and gone on from its checkpoint, at another parallelism: the same bytes. */
    @Test
    void aRestoreMidStreamGivesTheSameBytes(@TempDir Path dir) throws Exception {
        List<String> expected = run("uninterrupted-performance", 1).published();
        TestingPerformance stream = new TestingPerformance("interrupted-performance", outcomes());
        for (int stops = 0; stops < 2; stops++) {
            try (EmbeddedDriftJob job =
                    EmbeddedDriftJob.start("fraud", env -> stream.wire(env, config(2), LABELS, 400), 2, dir)) {
                Optional<Path> before = Checkpoints.newest(EmbeddedDriftJob.checkpointDir(dir));
                await(
                        job,
                        () -> !Checkpoints.newest(EmbeddedDriftJob.checkpointDir(dir))
                                .equals(before));
            }
        }
        try (EmbeddedDriftJob job =
                EmbeddedDriftJob.start("fraud", env -> stream.wire(env, config(2), LABELS, 0), 2, dir)) {
            await(job, () -> job.status().state() == DriftJobStatus.State.STOPPED);
        }
        assertThat(stream.published()).isEqualTo(expected);
    }

    private static void await(EmbeddedDriftJob job, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(job.status().failure()).isNull();
            assertThat(System.nanoTime()).as("waited for 60 s").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
