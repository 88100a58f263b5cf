package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.generator.DistributionShift;
import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The demonstration's promise, without engines: generated transactions through the example's features and model into the
 * pure part of drift detection, with the example's own settings.
 */
class DriftOnGeneratedStreamTest {

    private static final Pipeline EXAMPLE = TestingExample.read();
    private static final DriftDefinition DRIFT = EXAMPLE.drift().orElseThrow();
    private static final List<String> WATCHED = Stream.concat(
                    EXAMPLE.inputs().stream().filter(input -> !DRIFT.exclude().contains(input)), Stream.of("score"))
            .toList();
    private static final int SHIFT_DAY = DemoWorld.DEFAULT_SHIFT_DAY;
    private static final int QUIET_DAYS = 75;
    private static final int REFERENCE_DAY = (int) DRIFT.reference().after().toDays();
    private static final long DAY_MS = 86_400_000;

    @SuppressWarnings("NullAway.Init")
    private static OnnxModel model;

    @BeforeAll
    static void load() throws BadModelException {
        model = OnnxModel.load(EXAMPLE.model().file(), EXAMPLE.inputs());
    }

    @AfterAll
    static void unload() {
        model.close();
    }

    /** What a watch over some days came to; days are counted as the generator counts them. */
    private record Watched(List<Opened> alerts, List<RetrainingRequest> retraining, int windows) {}

    private record Opened(int windowDay, List<String> features) {}

    @ParameterizedTest
    @ValueSource(longs = {DemoWorld.DEFAULT_SEED, 1, 2})
    void aShiftOpensAnAlertInItsFirstFullWindowAndARetrainingEventFollows(long seed) {
        GeneratorConfig config = new DemoWorld(seed, OptionalInt.of(SHIFT_DAY)).generator();
        long startMs = new TransactionGenerator(config).startMs(0);

        Watched watched = watch(config, SHIFT_DAY + 4);

        assertThat(watched.alerts()).as("seed %d", seed).isNotEmpty();
        assertThat(watched.alerts().get(0).windowDay()).as("seed %d", seed).isEqualTo(SHIFT_DAY);
        assertThat(watched.alerts().get(0).features()).as("seed %d", seed).contains("amount", "request.night", "score");
        assertThat(watched.retraining()).as("seed %d", seed).hasSize(1);
        assertThat(watched.retraining().get(0).trainFromMs()).isEqualTo(startMs + SHIFT_DAY * DAY_MS);
    }

    @Test
    void withoutAShiftTenSeedsRaiseNoRetrainingEvent() {
        List<String> raised = LongStream.rangeClosed(1, 10)
                .parallel()
                .boxed()
                .flatMap(seed -> {
                    Watched watched = watch(new DemoWorld(seed, OptionalInt.empty()).generator(), QUIET_DAYS);
                    assertThat(watched.windows()).isEqualTo(QUIET_DAYS - 51);
                    return watched.retraining().stream().map(request -> "seed " + seed + ": " + request.reason());
                })
                .toList();

        assertThat(raised).isEmpty();
    }

    @Test
    void theDefaultShiftComesAfterTheReferenceAndSomeQuietWindows() {
        long quietDays = SHIFT_DAY
                - DRIFT.reference().after().toDays()
                - DRIFT.reference().first().toDays();

        assertThat(quietDays).isBetween(3L, 14L);
        assertThat(new DemoWorld(1, OptionalInt.of(SHIFT_DAY)).generator().shift())
                .hasValue(DistributionShift.onDay(SHIFT_DAY));
    }

    /** Days up to {@code endDay}, each a window; a window is judged once it is whole. */
    private static Watched watch(GeneratorConfig config, int endDay) {
        List<WindowSummary> windows = new ArrayList<>();
        for (int day = 0; day < endDay; day++) {
            windows.add(new WindowSummary(WATCHED.size(), DriftDetector.WINDOW_ROWS));
        }
        long startMs = new TransactionGenerator(config).startMs(0);
        OffsetRanges.Partition partition = new OffsetRanges.Partition("transactions", 0);
        try (TestingPredictions predictions = new TestingPredictions(EXAMPLE, model)) {
            predictions.run(config, REFERENCE_DAY, endDay, (transaction, prediction) -> {
                int day = (int) ((transaction.timeMs() - startMs) / DAY_MS);
                windows.get(day).add(startMs + day * DAY_MS, partition, prediction.getSourceOffset(), row(prediction));
            });
        }
        return judge(windows, startMs);
    }

    private static double[] row(Prediction prediction) {
        Map<String, @Nullable Double> values = new HashMap<>();
        prediction.getFeatures().forEach(feature -> values.put(feature.getName(), feature.getValue()));
        values.put("score", prediction.getScore());
        return WATCHED.stream()
                .map(values::get)
                .mapToDouble(value -> value == null ? Double.NaN : value)
                .toArray();
    }

    private static Watched judge(List<WindowSummary> windows, long startMs) {
        DriftDetector detector = new DriftDetector("fraud", new ModelKey("fraud", "1", ""), WATCHED, DRIFT);
        List<Opened> alerts = new ArrayList<>();
        List<RetrainingRequest> retraining = new ArrayList<>();
        int compared = 0;
        @Nullable DetectorState state = null;
        for (int day = 0; day < windows.size(); day++) {
            DriftDetector.Outcome outcome = detector.next(state, startMs + day * DAY_MS, windows.get(day));
            state = outcome.state();
            compared += outcome.verdict() == null ? 0 : 1;
            for (AlertChange change : outcome.changes()) {
                if (change.status() == AlertChange.Status.OPENED) {
                    alerts.add(new Opened(
                            (int) ((change.window().startMs() - startMs) / DAY_MS),
                            change.evidence().stream()
                                    .map(FeatureVerdict::feature)
                                    .distinct()
                                    .toList()));
                }
            }
            if (outcome.retraining() != null) {
                retraining.add(outcome.retraining());
            }
        }
        return new Watched(alerts, retraining, compared);
    }
}
