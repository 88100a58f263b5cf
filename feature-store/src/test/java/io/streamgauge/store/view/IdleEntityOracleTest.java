package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Raw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A view with a max_age whose idle entities are deleted at random moments, against brute force over all events ever: each
 * feature's value and status, as of each event and of moments between.
 */
class IdleEntityOracleTest {

    private static final long MAX_AGE_MS = 400;
    private static final long LATENESS_MS = 150;
    private static final int EVENTS = 1_500;
    private static final int ENTITIES = 40;

    static Stream<Arguments> cases() {
        return Stream.of(0L, 30L).flatMap(delay -> Stream.of(1L, 20180401L).map(seed -> Arguments.of(delay, seed)));
    }

    @ParameterizedTest(name = "delay {0} ms, seed {1}")
    @MethodSource("cases")
    void sweepingChangesNothing(long delayMs, long seed) {
        ViewDefinition view = view(delayMs);
        TestingRows rows = new TestingRows();
        EntityStates states = new ViewEngine(view, TestingView.SCHEMA).over(rows, 4_000);
        Random random = new Random(seed);
        Map<String, List<Raw>> arrived = new HashMap<>();
        FeatureValues out = new FeatureValues(view.featureNames().size());
        long greatestMs = 1_000_000;
        int swept = 0;
        int again = 0;
        for (int i = 0; i < EVENTS; i++) {
            greatestMs += random.nextInt(200) == 0 ? random.nextInt(2_000) : random.nextInt(40);
            long noReadBeforeMs = greatestMs - LATENESS_MS;
            long timeMs = greatestMs - (random.nextInt(3) == 0 ? random.nextLong(LATENESS_MS + 1) : 0);
            // Some entities come all the time, others once in a long while.
            String entity = "e" + (random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(ENTITIES));
            List<Raw> events = arrived.computeIfAbsent(entity, name -> new ArrayList<>());
            List<Raw> before = List.copyOf(events);
            Raw event = new Raw(timeMs, random.nextInt(8) == 0 ? null : random.nextInt(1_000) / 4.0);
            events.add(event);
            again += !before.isEmpty() && !rows.rows.containsKey(entity) ? 1 : 0;

            EntityState state = states.of(entity);
            state.addAndRead(TestingView.event(timeMs, event.x()), out, 0);
            state.evict(noReadBeforeMs);
            states.save(entity, state);
            check(view, events, before, timeMs, out, seed);

            String other = "e" + random.nextInt(ENTITIES);
            long moment = noReadBeforeMs + random.nextInt(800);
            states.reading(other).read(moment, out, 0);
            List<Raw> others = arrived.getOrDefault(other, List.of());
            check(view, others, others, moment, out, seed);

            if (random.nextInt(10) == 0) {
                for (Map.Entry<String, byte[]> row : List.copyOf(rows.rows.entrySet())) {
                    if (random.nextInt(3) > 0 && states.forgetIfOver(row.getKey(), row.getValue(), noReadBeforeMs)) {
                        swept++;
                        assertThat(rows.rows).doesNotContainKey(row.getKey());
                    }
                }
            }
        }
        assertThat(swept).as("entities swept").isGreaterThan(40);
        assertThat(again).as("entities that came again").isGreaterThan(20);
        for (Map.Entry<String, byte[]> row : List.copyOf(rows.rows.entrySet())) {
            states.forgetIfOver(row.getKey(), row.getValue(), greatestMs + 100_000);
        }
        assertThat(rows.rows).isEmpty();
        assertThat(rows.chunkCount()).as("chunks left behind").isZero();
    }

    private static ViewDefinition view(long delayMs) {
        List<AggregateDefinition> aggregates = new ArrayList<>();
        for (boolean current : new boolean[] {true, false}) {
            for (String function : List.of("sum", "max", "stddev", "last", "time_since_last")) {
                aggregates.add(TestingView.named(
                        function + current, TestingView.aggregate(function, "x", current, 60, MAX_AGE_MS)));
            }
            aggregates.add(
                    TestingView.named("n" + current, TestingView.aggregate("count", "x", current, 7, MAX_AGE_MS)));
        }
        aggregates.add(TestingView.named(
                "session",
                TestingView.aggregate(
                        "mean",
                        List.of(),
                        "x",
                        true,
                        List.of(new WindowDefinition.Session(Duration.ofMillis(50), Duration.ofMillis(MAX_AGE_MS))))));
        return TestingView.view(delayMs, aggregates).withMaxAge(Duration.ofMillis(MAX_AGE_MS));
    }

    private static void check(
            ViewDefinition view, List<Raw> events, List<Raw> before, long timeMs, FeatureValues out, long seed) {
        NaiveView.check(view, events, before, timeMs, out);
        int feature = 0;
        for (AggregateDefinition aggregate : view.aggregates()) {
            long endMs = timeMs - view.delay().toMillis();
            boolean known = (aggregate.includeCurrent() ? events : before)
                    .stream().anyMatch(e -> e.timeMs() <= endMs && e.timeMs() >= endMs - MAX_AGE_MS);
            for (int i = 0; i < aggregate.featureNames().size(); i++) {
                assertThat(out.statusAt(feature))
                        .as("seed %s, %s at %s", seed, aggregate.name(), timeMs)
                        .isEqualTo(
                                !out.isMissing(feature)
                                        ? ValueStatus.PRESENT
                                        : known ? ValueStatus.NULL_VALUE : ValueStatus.NOT_FOUND);
                feature++;
            }
        }
    }
}
