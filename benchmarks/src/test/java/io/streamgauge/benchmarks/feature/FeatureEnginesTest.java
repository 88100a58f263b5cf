package io.streamgauge.benchmarks.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureEnginesTest {

    /** Windows that end within the running hour, day and beyond, on every hop and at its bounds. */
    private static final FeatureSet MANY_WINDOWS = new FeatureSet(
            Stream.of("PT5M", "PT10M", "PT1H", "PT2H10M", "PT11H55M", "PT12H", "PT24H", "PT36H", "P11D", "P12D", "P14D")
                    .map(Duration::parse)
                    .toList(),
            FeatureSet.SIXTY.measures());

    private static final FeatureSet ONE_SHORT_WINDOW =
            new FeatureSet(List.of(Duration.ofMinutes(10)), FeatureSet.TWELVE.measures());

    static Stream<Arguments> streams() {
        List<Arguments> streams = new ArrayList<>();
        for (FeatureSet set : List.of(FeatureSet.TWELVE, FeatureSet.SIXTY, MANY_WINDOWS, ONE_SHORT_WINDOW)) {
            // From a few events in five minutes to a few in the longest window.
            for (long meanGapMs : new long[] {80_000, 1_500_000, 30_000_000, 400_000_000}) {
                streams.add(Arguments.of(set, meanGapMs, 17 * meanGapMs + set.size()));
            }
        }
        return streams.stream();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theDequeHasTheExactWindows(FeatureSet set, long meanGapMs, long seed) {
        hold(Contender.NAIVE, set, meanGapMs, seed, FeatureEnginesTest::exactTailMs, 0);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamgaugeHasTheExactWindows(FeatureSet set, long meanGapMs, long seed) {
        hold(Contender.STREAMGAUGE, set, meanGapMs, seed, FeatureEnginesTest::exactTailMs, 0);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void tilesMergedAtReadHaveWindowsWithAHoppingTail(FeatureSet set, long meanGapMs, long seed) {
        hold(Contender.SAWTOOTH, set, meanGapMs, seed, Hop::tailMs, 1e-6);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void tilesWithMergesKeptHaveWindowsWithAHoppingTail(FeatureSet set, long meanGapMs, long seed) {
        hold(Contender.SAWTOOTH_KEPT, set, meanGapMs, seed, Hop::tailMs, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 10_000})
    void streamgaugeAgreesWithTheDequeOnTheStreamsThatAreTimed(int events) {
        FeatureSet set = FeatureSet.SIXTY;
        EventStream stream = new EventStream(set.longestMs(), events, FeatureEngines.SEED);
        FeatureEngine streamgauge = Contender.STREAMGAUGE.engine(set);
        FeatureEngine naive = Contender.NAIVE.engine(set);
        stream.fill(streamgauge);
        stream = new EventStream(set.longestMs(), events, FeatureEngines.SEED);
        stream.fill(naive);
        for (int read = 0; read < 100; read++) {
            stream.advance();
            streamgauge.updateAndRead(stream.timeMs(), stream.amount(), stream.second());
            naive.updateAndRead(stream.timeMs(), stream.amount(), stream.second());
            for (int i = 0; i < set.size(); i++) {
                same(streamgauge.feature(i), naive.feature(i), set.measureOf(i).kind(), 0, "feature " + i);
            }
        }
    }

    @Test
    void aStreamHoldsAsManyEventsPerWindowAsAskedFor() {
        EventStream stream = new EventStream(Duration.ofDays(30).toMillis(), 1_000, 7);
        long beganMs = stream.timeMs();
        for (int i = 0; i < 100_000; i++) {
            stream.advance();
        }
        double windows =
                (double) (stream.timeMs() - beganMs) / Duration.ofDays(30).toMillis();
        assertThat(windows).isCloseTo(100, within(2.0));
    }

    @Test
    void qualityTellsTilesFromExactWindows() {
        Quality naive = Quality.of(Contender.NAIVE, FeatureSet.TWELVE, 1_000);
        Quality tiles = Quality.of(Contender.SAWTOOTH, FeatureSet.TWELVE, 1_000);
        assertThat(naive.inexactShare()).isZero();
        assertThat(tiles.inexactShare()).isBetween(0.2, 1.0);
        // 32 bytes per event and 4 per place in the deque, which has room for 1,000 to 2,000.
        assertThat(naive.heapBytes()).isBetween(1_000L * 33, 1_000L * 48);
    }

    /** Where an exact window begins, itself in it. */
    private static long exactTailMs(long timeMs, long windowMs) {
        return timeMs - windowMs + 1;
    }

    private static void hold(
            Contender contender, FeatureSet set, long meanGapMs, long seed, LongBinaryOperator tailMs, double loose) {
        Random random = new Random(seed);
        FeatureEngine engine = contender.engine(set);
        BruteForce bruteForce = new BruteForce();
        long timeMs = 1_700_000_000_000L + random.nextInt(100_000_000);
        for (int event = 0; event < 500; event++) {
            timeMs += gapMs(random, meanGapMs);
            double amount = Math.rint(100 * Math.exp(3.5 + random.nextGaussian())) / 100;
            double second = -random.nextInt(1_000);
            bruteForce.add(timeMs, amount, second);
            if (random.nextInt(4) == 0) {
                engine.update(timeMs, amount, second);
            } else {
                engine.updateAndRead(timeMs, amount, second);
                for (int i = 0; i < set.size(); i++) {
                    Measure measure = set.measureOf(i);
                    double expected = bruteForce.compute(measure, tailMs.applyAsLong(timeMs, set.windowMsOf(i)));
                    same(
                            engine.feature(i),
                            expected,
                            measure.kind(),
                            loose,
                            "seed %d, event %d, %s over %d ms".formatted(seed, event, measure, set.windowMsOf(i)));
                }
            }
        }
    }

    /** Exponential, with ties, whole hours that meet the bounds of windows and tiles, and leaps beyond all windows. */
    private static long gapMs(Random random, long meanMs) {
        return switch (random.nextInt(100)) {
            case 0, 1, 2, 3, 4 -> 0;
            case 5, 6, 7 -> Hop.FIVE_MINUTES_MS;
            case 8, 9 -> Hop.HOUR_MS;
            case 10 -> 20 * meanMs;
            default -> Math.round(-Math.log(1 - random.nextDouble()) * meanMs);
        };
    }

    /**
     * Counts, extremes and last values exactly; the others to 1e-9 of them.
     *
     * @param loose how far a deviation may be off beside: squares about a far origin lose digits
     */
    private static void same(double got, double expected, Measure.Kind kind, double loose, String what) {
        if (Double.isNaN(expected)) {
            assertThat(got).as(what).isNaN();
            return;
        }
        double bound = switch (kind) {
            case COUNT, MIN, MAX, LAST -> 0;
            case SUM, MEAN -> 1e-9 * Math.abs(expected);
            case STDDEV -> 1e-9 * expected + loose;
        };
        assertThat(got).as(what).isCloseTo(expected, within(bound));
    }
}
