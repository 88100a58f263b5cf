package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateKind;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Answer;
import io.streamgauge.store.view.BruteForce.Raw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every feature at any moment equals brute force over the raw events. */
class ViewEngineOracleTest {

    private static final long[] WINDOWS_MS = {7, 60, 400};
    private static final long LATENESS_MS = 50;
    private static final int EVENTS = 500;
    private static final long SEED = 20180401;

    static Stream<Arguments> cases() {
        return Stream.of(RandomEvents.Values.values())
                .flatMap(values -> Stream.of(0L, 1L, 25L)
                        .flatMap(delay -> Stream.of(true, false).map(current -> Arguments.of(values, delay, current))));
    }

    /** 1,000 moments per aggregate, window and case: as of each event, and between events. */
    @ParameterizedTest(name = "{0}, delay {1} ms, include_current {2}, seed " + SEED)
    @MethodSource("cases")
    void equalsBruteForce(RandomEvents.Values values, long delayMs, boolean includeCurrent) {
        ViewDefinition view = TestingView.all(delayMs, includeCurrent, WINDOWS_MS);
        ViewEngine engine = new ViewEngine(view, TestingView.SCHEMA);
        Random random = new Random(SEED);
        List<Raw> arrived = new ArrayList<>();
        FeatureValues out = new FeatureValues(view.featureNames().size() + 2);
        byte @Nullable [] row = null;
        long greatestMs = Long.MIN_VALUE;
        for (Raw event : RandomEvents.of(values, EVENTS, LATENESS_MS, SEED)) {
            List<Raw> before = List.copyOf(arrived);
            arrived.add(event);
            greatestMs = Math.max(greatestMs, event.timeMs());
            long evictUpToMs = greatestMs - LATENESS_MS - engine.horizonMs();
            boolean hadRow = row != null;
            row = engine.updateAndRead(row, TestingView.event(event.timeMs(), event.x()), evictUpToMs, out, 1);
            check(includeCurrent ? arrived : before, event.timeMs(), delayMs, includeCurrent || hadRow, out);

            long t = greatestMs - LATENESS_MS + random.nextInt(600);
            engine.read(row, t, out, 1);
            check(arrived, t, delayMs, true, out);
        }
    }

    private static void check(List<Raw> events, long t, long delayMs, boolean found, FeatureValues out) {
        int feature = 1;
        List<List<Double>> values = LongStream.of(WINDOWS_MS)
                .mapToObj(windowMs -> BruteForce.values(events, t, windowMs, delayMs))
                .toList();
        for (AggregateKind kind : AggregateKind.values()) {
            for (int i = 0; i < WINDOWS_MS.length; i++) {
                Answer answer = BruteForce.answer(kind, values.get(i));
                checkOne(kind + " over " + WINDOWS_MS[i] + " at " + t, answer, found, out, feature++);
            }
        }
        for (long windowMs : WINDOWS_MS) {
            List<Raw> counted =
                    events.stream().map(e -> new Raw(e.timeMs(), 1.0)).toList();
            int count = BruteForce.values(counted, t, windowMs, delayMs).size();
            checkOne("events over " + windowMs, new Answer((double) count, 0), found, out, feature++);
        }
    }

    private static void checkOne(String what, Answer answer, boolean found, FeatureValues out, int feature) {
        Double expected = answer.value();
        if (expected == null) {
            assertThat(out.isMissing(feature)).as(what).isTrue();
            assertThat(out.statusAt(feature))
                    .as(what)
                    .isEqualTo(found ? ValueStatus.NULL_VALUE : ValueStatus.NOT_FOUND);
            return;
        }
        assertThat(out.isMissing(feature)).as(what).isFalse();
        assertThat(out.statusAt(feature)).as(what).isEqualTo(ValueStatus.PRESENT);
        double got = out.valueAt(feature);
        if (answer.tolerance() == 0) {
            assertThat(got).as(what).isEqualTo(expected); // by bits: -0.0 is not 0.0, NaN is NaN
        } else {
            assertThat(Math.abs(got - expected))
                    .as("%s: %s, not %s", what, got, expected)
                    .isLessThanOrEqualTo(answer.tolerance());
        }
    }

    @ParameterizedTest(name = "{0}, delay {1} ms, include_current {2}, seed " + SEED)
    @MethodSource("cases")
    void arrivalOrderChangesNoBit(RandomEvents.Values values, long delayMs, boolean includeCurrent) {
        ViewDefinition view = TestingView.all(delayMs, includeCurrent, WINDOWS_MS);
        ViewEngine engine = new ViewEngine(view, TestingView.SCHEMA);
        List<Raw> arrived = RandomEvents.of(values, EVENTS, LATENESS_MS, SEED);
        List<Raw> inOrder =
                arrived.stream().sorted(Comparator.comparingLong(Raw::timeMs)).toList();
        List<Raw> reversed = IntStream.range(0, 10)
                .boxed()
                .flatMap(i -> inOrder.stream().filter(e -> e.timeMs() % 10 == 9 - i))
                .toList();
        byte[] row = rowOf(engine, arrived);
        assertThat(rowOf(engine, inOrder)).isEqualTo(row);
        assertThat(rowOf(engine, reversed)).isEqualTo(row);
    }

    @ParameterizedTest(name = "{0}, delay {1} ms, include_current {2}, seed " + SEED)
    @MethodSource("cases")
    void evictionChangesNoBit(RandomEvents.Values values, long delayMs, boolean includeCurrent) {
        ViewDefinition view = TestingView.all(delayMs, includeCurrent, WINDOWS_MS);
        ViewEngine engine = new ViewEngine(view, TestingView.SCHEMA);
        FeatureValues whole = new FeatureValues(view.featureNames().size());
        FeatureValues evicted = new FeatureValues(view.featureNames().size());
        byte @Nullable [] wholeRow = null;
        byte @Nullable [] evictedRow = null;
        long greatestMs = Long.MIN_VALUE;
        int shortest = Integer.MAX_VALUE;
        for (Raw raw : RandomEvents.of(values, EVENTS, LATENESS_MS, SEED)) {
            greatestMs = Math.max(greatestMs, raw.timeMs());
            var event = TestingView.event(raw.timeMs(), raw.x());
            wholeRow = engine.updateAndRead(wholeRow, event, Long.MIN_VALUE, whole, 0);
            evictedRow =
                    engine.updateAndRead(evictedRow, event, greatestMs - LATENESS_MS - engine.horizonMs(), evicted, 0);
            assertSameBits(whole, evicted);
            for (long t = greatestMs - LATENESS_MS; t < greatestMs + 600; t += 90) {
                engine.read(wholeRow, t, whole, 0);
                engine.read(evictedRow, t, evicted, 0);
                assertSameBits(whole, evicted);
            }
            shortest = Math.min(shortest, evictedRow.length - wholeRow.length);
        }
        assertThat(shortest).as("something was evicted").isNegative();
    }

    private static byte[] rowOf(ViewEngine engine, List<Raw> events) {
        byte @Nullable [] row = null;
        for (Raw event : events) {
            row = engine.update(row, TestingView.event(event.timeMs(), event.x()), Long.MIN_VALUE);
        }
        return java.util.Objects.requireNonNull(row);
    }

    private static void assertSameBits(FeatureValues a, FeatureValues b) {
        for (int i = 0; i < a.size(); i++) {
            assertThat(b.statusAt(i)).isEqualTo(a.statusAt(i));
            assertThat(b.isMissing(i)).isEqualTo(a.isMissing(i));
            assertThat(Double.doubleToRawLongBits(b.valueAt(i))).isEqualTo(Double.doubleToRawLongBits(a.valueAt(i)));
        }
    }
}
