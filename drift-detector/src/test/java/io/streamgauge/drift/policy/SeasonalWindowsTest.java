package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.Seasons;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.profile.OffsetRanges.Partition;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.DetectorCodec;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values that differ by the hour of the day and the day of the week, and otherwise do not change. */
class SeasonalWindowsTest {

    private static final long HOUR_MS = 3_600_000L;

    /** 2024-01-01, a Monday. */
    private static final long START_MS = 1_704_067_200_000L;

    private static final int WEEK = 7 * 24;
    private static final Partition SOURCE = new Partition("payments", 0);
    private static final List<String> FEATURES = List.of("amount");

    /** What a run says of the windows after four weeks. */
    private static final class Run {
        private int judged;
        private int drifted;
        private final int[] significant = new int[2];
        private @Nullable DetectorState state;
        private long leastReference = Long.MAX_VALUE;

        private double share(int count) {
            return count / (double) judged;
        }
    }

    private static Run run(String drift, int weeks, int hoursPerWindow, int rowsPerHour, double shift) {
        DriftDefinition definition = ReferenceModesTest.definition(drift);
        Seasons seasons = definition.seasons();
        DriftDetector detector = new DriftDetector(
                "p", new ModelKey("m", "1", ""), definition, WatchedColumn.numbers(FEATURES, definition));
        DetectorCodec codec = new DetectorCodec(FEATURES);
        Random random = new Random(20261122);
        Run run = new Run();
        long offset = 0;
        for (int hour = 0; hour < weeks * WEEK; hour += hoursPerWindow) {
            long startMs = START_MS + hour * HOUR_MS;
            WindowSummary window = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
            for (int h = hour; h < hour + hoursPerWindow; h++) {
                double mean = 2 * Math.sin(h * Math.PI / 12) + (h / 24 % 7 >= 5 ? 1.5 : 0);
                for (int i = 0; i < rowsPerHour; i++) {
                    long partMs = seasons == null ? startMs : seasons.partStartMs(START_MS + h * HOUR_MS);
                    double more = h >= 4 * WEEK ? shift : 0;
                    window.add(partMs, SOURCE, offset++, new double[] {mean + more + random.nextGaussian()});
                }
            }
            DriftDetector.Outcome outcome = detector.next(run.state, startMs, window);
            run.state = outcome.state();
            if (hour % WEEK == 0) {
                byte[] bytes = codec.encode(outcome.state());
                run.state = codec.decode(bytes);
                assertThat(codec.encode(run.state)).isEqualTo(bytes);
            }
            WindowVerdict verdict = outcome.verdict();
            if (verdict != null) {
                run.judged++;
                run.drifted += verdict.drifted() ? 1 : 0;
                for (int i = 0; i < 2; i++) {
                    FeatureVerdict found = verdict.features().get(i);
                    run.significant[i] += found.pValue() <= 0.05 ? 1 : 0;
                    run.leastReference = Math.min(run.leastReference, found.referenceCount());
                }
            }
        }
        return run;
    }

    @Test
    void hoursThatDifferAreNoDriftUnderSeasonalAndAreUnderFirst() {
        String rest = ", window: 1h, min_samples: 20}";
        Run seasonal = run("{reference: {seasonal: 28d, zone: UTC}" + rest, 20, 1, 90, 0);
        Run first = run("{reference: {first: 28d}" + rest, 6, 1, 90, 0);
        System.out.printf(
                "seasonal: psi %.4f, ks %.4f at 5 %%, drifted %.4f; first: psi %.4f, ks %.4f, drifted %.4f%n",
                seasonal.share(seasonal.significant[0]),
                seasonal.share(seasonal.significant[1]),
                seasonal.share(seasonal.drifted),
                first.share(first.significant[0]),
                first.share(first.significant[1]),
                first.share(first.drifted));
        assertThat(seasonal.judged).isEqualTo(16 * WEEK);
        assertThat(seasonal.leastReference).as("four of the hour").isEqualTo(4 * 90);
        assertThat(seasonal.share(seasonal.significant[0])).as("psi").isBetween(0.04, 0.06);
        assertThat(seasonal.share(seasonal.significant[1])).as("ks").isBetween(0.04, 0.06);
        assertThat(seasonal.share(seasonal.drifted)).isLessThan(0.005);
        assertThat(first.share(first.drifted)).isGreaterThan(0.5);
    }

    /** Days against the same days of the week, hour by hour; and a change of all hours is seen. */
    @Test
    void daysAreComparedWithTheSameDays() {
        Run still = run("reference: {seasonal: 28d, zone: Europe/Berlin}", 12, 24, 20, 0);
        assertThat(still.judged).isEqualTo(8 * 7);
        assertThat(still.drifted).isLessThanOrEqualTo(3);
        assertThat(still.leastReference).isGreaterThan(1000);
        Run changed = run("reference: {seasonal: 28d, zone: Europe/Berlin}", 6, 24, 20, 1);
        assertThat(changed.drifted).isEqualTo(changed.judged).isEqualTo(14);
    }

    /**
     * Windows of two hours that begin at half past, as a clock in India shows it: values and volume change with its hours, by the same
     * every day. Of the first and the last hour of a window the reference holds the half that the window does.
     */
    @Test
    void hoursThatBeginAmidWindowsAreParted() {
        DriftDefinition definition = ReferenceModesTest.definition(
                "{reference: {seasonal: 35d, zone: Asia/Kolkata}, window: 2h, min_samples: 20, watch: [inputs, volume]}");
        Seasons seasons = Objects.requireNonNull(definition.seasons());
        DriftDetector detector = new DriftDetector(
                "p", new ModelKey("m", "1", ""), definition, WatchedColumn.numbers(FEATURES, definition));
        Random random = new Random(20261122);
        DetectorState state = null;
        long offset = 0;
        int judged = 0;
        int drifted = 0;
        int significant = 0;
        for (long startMs = START_MS; startMs < START_MS + 12 * WEEK * HOUR_MS; startMs += 2 * HOUR_MS) {
            WindowSummary window = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
            for (int halfHour = 0; halfHour < 4; halfHour++) {
                long ms = startMs + halfHour * HOUR_MS / 2;
                int hour = seasons.stratum(ms) % 24;
                for (int i = 0; i < (hour % 2 == 0 ? 60 : 20); i++) {
                    double value = 3 * (hour % 3) + random.nextGaussian();
                    window.add(seasons.partStartMs(ms + i), SOURCE, offset++, new double[] {value});
                }
            }
            DriftDetector.Outcome outcome = detector.next(state, startMs, window);
            state = outcome.state();
            WindowVerdict verdict = outcome.verdict();
            if (verdict != null) {
                judged++;
                drifted += verdict.drifted() ? 1 : 0;
                FeatureVerdict psi = verdict.features().get(0);
                significant += psi.pValue() <= 0.05 ? 1 : 0;
                assertThat(psi.referenceCount()).as("rows of five windows").isEqualTo(5L * 2 * 80);
                assertThat(verdict.features())
                        .filteredOn(other -> other.feature().equals("volume"))
                        .allSatisfy(volume -> {
                            assertThat(volume.value()).isZero();
                            assertThat(volume.referenceCount()).isEqualTo(160);
                        });
            }
        }
        System.out.printf("half hours: judged %d, psi %d at 5 %%, drifted %d%n", judged, significant, drifted);
        assertThat(judged).isEqualTo(7 * WEEK / 2);
        assertThat(drifted).isLessThanOrEqualTo(1);
        assertThat(significant / (double) judged).as("psi").isBetween(0.01, 0.07);
    }

    @Test
    void stateDoesNotGrowWithTheRate() {
        Run run = run("{reference: {seasonal: 28d, zone: UTC}, window: 1h}", 5, 1, 600, 0);
        DetectorState state = Objects.requireNonNull(run.state);
        assertThat(new DetectorCodec(FEATURES).encode(state).length / WEEK)
                .as("bytes of an hour with one value a row")
                .isLessThan(32 * 1024);
    }
}
