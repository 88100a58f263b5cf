package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.app.run.RuntimeOptions;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The electricity market through its pipeline on embedded services, as the examples' README tells it. */
final class Elec2IT {

    private static final Path DATA = Repository.sharedData().resolve("elec2/elec2.csv.gz");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final TopicCatalogue TOPICS = new TopicCatalogue("elec2");
    private static final int ROWS = 45_312;
    /** Whole weeks from the end of the reference to the last prediction. */
    private static final int WINDOWS = 121;
    /** PSI and KS of six inputs and the score. */
    private static final int METRICS_PER_WINDOW = 14;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void everyRowIsPredictedOnceAndItsDriftIsFound() throws Exception {
        Assumptions.assumeTrue(Files.exists(DATA), "the data is not here: " + DATA);
        TestingXgboost.assumeItLoads();
        Pipeline pipeline = trained();
        try (PipelineRuntime runtime =
                PipelineRuntime.start(pipeline, RuntimeOptions.embedded(directory.resolve("data")))) {
            replay(runtime, "outcomes");
            replay(runtime, "market");

            List<Prediction> predictions = read(runtime, TOPICS.predictions().name(), Prediction.class, ROWS);
            assertThat(predictions)
                    .hasSize(ROWS)
                    .extracting(Prediction::getEventId)
                    .doesNotHaveDuplicates();
            check(read(runtime, TOPICS.driftMetrics().name(), DriftMetric.class, WINDOWS * METRICS_PER_WINDOW));
            checkAlerts(read(runtime, TOPICS.driftAlerts().name(), DriftAlert.class, 10));
            checkRetraining(read(runtime, TOPICS.retrainingEvents().name(), RetrainingEvent.class, 3), predictions);
        }
    }

    private static void check(List<DriftMetric> metrics) {
        Map<Instant, List<DriftMetric>> windows = metrics.stream()
                .collect(Collectors.groupingBy(DriftMetric::getWindowStart, TreeMap::new, Collectors.toList()));

        assertThat(windows).hasSize(WINDOWS);
        assertThat(windows.values()).allSatisfy(window -> assertThat(window).hasSize(METRICS_PER_WINDOW));
        assertThat(firstDrift(metrics, "nswdemand")).isEqualTo("1996-09-19T00:00:00Z");
        for (String feature : List.of("vicprice", "vicdemand", "transfer")) {
            assertThat(firstDrift(metrics, feature)).as(feature).isEqualTo("1997-05-01T00:00:00Z");
        }
        assertThat(metrics)
                .filteredOn(metric -> metric.getFeature().equals("period"))
                .noneMatch(DriftMetric::getDrifted);
    }

    private static String firstDrift(List<DriftMetric> metrics, String feature) {
        return metrics.stream()
                .filter(metric -> metric.getFeature().equals(feature) && metric.getDrifted())
                .map(DriftMetric::getWindowStart)
                .min(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse("never");
    }

    private static void checkAlerts(List<DriftAlert> alerts) {
        assertThat(alerts)
                .extracting(DriftAlert::getStatus)
                .contains(AlertStatus.OPENED, AlertStatus.ESCALATED, AlertStatus.RESOLVED);
        // Half hours depend on each other, for which significance allows: seasons that come and go are alerts of their
        // own.
        assertThat(alerts)
                .extracting(DriftAlert::getOpenedAt)
                .containsOnly(
                        Instant.parse("1996-09-26T00:00:00Z"),
                        Instant.parse("1996-12-26T00:00:00Z"),
                        Instant.parse("1997-04-03T00:00:00Z"),
                        Instant.parse("1997-05-08T00:00:00Z"));
    }

    private static boolean first(RetrainingEvent event) {
        return event.getTrainFrom().equals(Instant.parse("1996-09-19T00:00:00Z"));
    }

    private static void checkRetraining(List<RetrainingEvent> events, List<Prediction> predictions) {
        assertThat(events).hasSize(3).filteredOn(Elec2IT::first).singleElement().satisfies(event -> {
            assertThat(event.getTrainTo()).isEqualTo(Instant.parse("1996-10-10T00:00:00Z"));
            assertThat(event.getRanges())
                    .isNotEmpty()
                    .allSatisfy(range -> assertThat(range.getTopic()).isEqualTo("market"));
            // Three weeks of half hours, and no other event between their first and last in each partition. There may
            // be
            // marks of the publisher's transactions, which take offsets too.
            assertThat(predictions.stream()
                            .filter(prediction ->
                                    event.getRanges().stream().anyMatch(range -> holds(range, prediction)))
                            .count())
                    .isEqualTo(3 * 7 * 48);
        });
    }

    private static boolean holds(OffsetRange range, Prediction prediction) {
        return range.getPartition() == prediction.getSourcePartition()
                && range.getFirstOffset() <= prediction.getSourceOffset()
                && prediction.getSourceOffset() <= range.getLastOffset();
    }

    /** The pipeline beside a model trained just now. */
    private Pipeline trained() throws IOException {
        Path file =
                Files.copy(Repository.examples().resolve("elec2/pipeline.yaml"), directory.resolve("pipeline.yaml"));
        Path model = PipelineFile.loadWithoutModel(file).model().file();
        Files.createDirectories(model.toAbsolutePath().getParent());
        TrainElec2Model.run(file, DATA, model);
        return PipelineFile.load(file);
    }

    private static void replay(PipelineRuntime runtime, String source) throws InterruptedException {
        new FileReplay(
                        runtime.cluster(),
                        TOPICS.pipeline(),
                        runtime.pipeline().features().source(source))
                .publish(DATA, Pace.unlimited(), Long.MAX_VALUE, progress -> {});
    }

    private static <T extends SpecificRecord> List<T> read(
            PipelineRuntime runtime, String topic, Class<T> type, int count) {
        try (CommittedRecords<T> records = new CommittedRecords<>(runtime.cluster(), topic, type)) {
            return records.await(count, PATIENCE);
        }
    }
}
