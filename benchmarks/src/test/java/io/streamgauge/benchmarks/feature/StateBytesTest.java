package io.streamgauge.benchmarks.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateBytesTest {

    @ParameterizedTest
    @EnumSource(BoxedStructure.class)
    void boxedStructuresHaveTheExactWindows(BoxedStructure structure) {
        for (FeatureSet set : new FeatureSet[] {FeatureSet.TWELVE, FeatureSet.SIXTY}) {
            for (long meanGapMs : new long[] {1_500_000, 30_000_000, 400_000_000}) {
                hold(structure, set, meanGapMs, 31 * meanGapMs + set.size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 60})
    void boxedStructuresHoldTheEventsOfTheirWindows(int features) {
        FeatureSet set = FeatureSet.of(features);
        EventStream stream = new EventStream(set.longestMs(), 1_000, FeatureEngines.SEED);
        BruteForce bruteForce = new BruteForce();
        while (!stream.full()) {
            stream.advance();
            bruteForce.add(stream.timeMs(), stream.amount(), stream.second());
        }
        int perFeature = 0;
        for (int i = 0; i < set.size(); i++) {
            perFeature += count(bruteForce, stream.timeMs() - set.windowMsOf(i));
        }
        int once = count(bruteForce, stream.timeMs() - set.longestMs());
        assertThat(once).isBetween(850, 1_150);
        assertThat(StateBytes.filled(new BoxedPerFeature(set), set, 1_000).held())
                .isEqualTo(perFeature);
        assertThat(StateBytes.filled(new BoxedShared(set), set, 1_000).held()).isEqualTo(once);
        assertThat(StateBytes.filled(new BoxedDeque(set), set, 1_000).held()).isEqualTo(once);
    }

    @Test
    void bytesOfBoxedEventsAreThoseOfTheirLayout() {
        BoxedDeque one = new BoxedDeque(FeatureSet.TWELVE);
        BoxedDeque two = new BoxedDeque(FeatureSet.SIXTY);
        long oneBytes = StateBytes.heapBytes(one, FeatureSet.TWELVE, 1_000);
        long twoBytes = StateBytes.heapBytes(two, FeatureSet.SIXTY, 1_000);
        // An ArrayDeque has at least a place per event, 4 bytes, and less than three.
        assertThat(oneBytes).isBetween(one.held() * 76L, one.held() * 84L + 100);
        assertThat(twoBytes).isBetween(two.held() * 100L, two.held() * 108L + 100);
    }

    /** A read leaves shared scratch space on the entity's own arrays; they are still the entity's. */
    @Test
    void bytesOfAStateThatWasReadAreNoFewer() {
        FeatureSet set = FeatureSet.SIXTY;
        long unread = StateBytes.heapBytes(Contender.STREAMGAUGE.engine(set), set, 1_000);
        assertThat(StateBytes.of(60, 1_000).heapBytes()).isBetween(unread, unread + unread / 4);
    }

    @Test
    void theTableHasTheRatioOfEveryStructure() {
        StateBytes.Case bytes = StateBytes.of(12, 1_000);
        assertThat(bytes.heapBytes()).isPositive();
        assertThat(bytes.storedBytes()).isPositive();
        for (BoxedStructure structure : BoxedStructure.values()) {
            String line = bytes.table()
                    .lines()
                    .filter(l -> l.contains(structure.title()))
                    .findFirst()
                    .orElseThrow();
            long boxed = StateBytes.heapBytes(structure.engine(FeatureSet.TWELVE), FeatureSet.TWELVE, 1_000);
            assertThat(line)
                    .contains(String.format("%,d", boxed))
                    .contains(String.format("%.2f", (double) bytes.heapBytes() / boxed))
                    .contains(String.format("%.2f", (double) bytes.storedBytes() / boxed));
        }
    }

    private static int count(BruteForce events, long afterMs) {
        return (int) events.compute(new Measure(Measure.Kind.COUNT, Measure.AMOUNT), afterMs + 1);
    }

    private static void hold(BoxedStructure structure, FeatureSet set, long meanGapMs, long seed) {
        Random random = new Random(seed);
        FeatureEngine engine = structure.engine(set);
        BruteForce bruteForce = new BruteForce();
        long timeMs = 1_700_000_000_000L;
        for (int event = 0; event < 300; event++) {
            // Ties, whole days that meet the bounds of windows, and leaps beyond all of them.
            timeMs += switch (random.nextInt(20)) {
                case 0, 1 -> 0;
                case 2, 3 -> Hop.DAY_MS;
                case 4 -> 20 * meanGapMs;
                default -> Math.round(-Math.log(1 - random.nextDouble()) * meanGapMs);
            };
            double amount = 1 + random.nextInt(50);
            double second = -1 - random.nextInt(1_000);
            bruteForce.add(timeMs, amount, second);
            engine.updateAndRead(timeMs, amount, second);
            for (int i = 0; i < set.size(); i++) {
                Measure measure = set.measureOf(i);
                double expected = bruteForce.compute(measure, timeMs - set.windowMsOf(i) + 1);
                String what = "seed %d, event %d, %s over %d ms".formatted(seed, event, measure, set.windowMsOf(i));
                if (Double.isNaN(expected)) {
                    assertThat(engine.feature(i)).as(what).isNaN();
                } else {
                    assertThat(engine.feature(i)).as(what).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
                }
            }
        }
    }
}
