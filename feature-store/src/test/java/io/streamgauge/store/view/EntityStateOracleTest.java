package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Answer;
import io.streamgauge.store.view.BruteForce.Raw;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Features over sliding windows, at any moment, equal arithmetic with 50 digits over the raw events. */
class EntityStateOracleTest {

    private static final List<String> FUNCTIONS = List.of("count", "sum", "mean", "min", "max", "stddev", "last");
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
        List<AggregateDefinition> aggregates = new ArrayList<>();
        FUNCTIONS.forEach(f -> aggregates.add(TestingView.aggregate(f, "x", includeCurrent, WINDOWS_MS)));
        aggregates.add(TestingView.aggregate("count", null, includeCurrent, WINDOWS_MS));
        ViewDefinition view = TestingView.view(delayMs, aggregates);
        EntityState state = new ViewEngine(view, TestingView.SCHEMA).newState();
        Random random = new Random(SEED);
        List<Raw> arrived = new ArrayList<>();
        FeatureValues out = new FeatureValues(view.featureNames().size() + 2);
        long greatestMs = Long.MIN_VALUE;
        for (Raw event : RandomEvents.of(values, EVENTS, LATENESS_MS, SEED)) {
            List<Raw> before = List.copyOf(arrived);
            arrived.add(event);
            greatestMs = Math.max(greatestMs, event.timeMs());
            state.addAndRead(TestingView.event(event.timeMs(), event.x()), out, 1);
            state.evict(greatestMs - LATENESS_MS);
            check(includeCurrent ? arrived : before, event.timeMs(), delayMs, out);

            long t = greatestMs - LATENESS_MS + random.nextInt(600);
            state.read(t, out, 1);
            check(arrived, t, delayMs, out);
        }
    }

    private static void check(List<Raw> events, long t, long delayMs, FeatureValues out) {
        int feature = 1;
        boolean found = events.stream().anyMatch(e -> e.timeMs() <= t - delayMs);
        List<List<Double>> values = LongStream.of(WINDOWS_MS)
                .mapToObj(windowMs -> BruteForce.values(events, t, windowMs, delayMs))
                .toList();
        for (String function : FUNCTIONS) {
            for (int i = 0; i < WINDOWS_MS.length; i++) {
                Answer answer = BruteForce.answer(function, values.get(i));
                checkOne(function + " over " + WINDOWS_MS[i] + " at " + t, answer, found, out, feature++);
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
}
