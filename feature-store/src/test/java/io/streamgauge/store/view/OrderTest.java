package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Raw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A view fed by another source, whose events come out of order by more than what reads wait for: aggregates that depend on
 * order, over unbounded windows and over tiles, have the bits that an in-order feed would have given.
 */
class OrderTest {

    private static final long DELAY_MS = 30;
    private static final long SCORED_LATENESS_MS = 20;
    private static final long FEED_LATENESS_MS = 200;

    private static ViewDefinition view() {
        List<WindowDefinition> windows =
                List.of(new WindowDefinition.Sliding(Duration.ofMillis(50)), new WindowDefinition.Unbounded());
        List<AggregateDefinition> aggregates = new ArrayList<>();
        for (Optional<Duration> tile : List.of(Optional.<Duration>empty(), Optional.of(Duration.ofMillis(50)))) {
            for (String function : List.of("max_drawdown", "last_distinct_n", "first_n", "last_n", "sum")) {
                if (tile.isEmpty() || !function.matches("(first|last)_n")) {
                    aggregates.add(new AggregateDefinition(
                            function + (tile.isEmpty() ? "" : "_tiled"),
                            function,
                            function.endsWith("_n") ? List.of(3.0) : List.of(),
                            Optional.of("x"),
                            Optional.empty(),
                            Optional.empty(),
                            windows,
                            Optional.empty(),
                            tile,
                            true,
                            Optional.empty(),
                            OptionalDouble.empty(),
                            Optional.empty(),
                            Optional.empty()));
                }
            }
        }
        return TestingView.view(DELAY_MS, aggregates);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 20260404})
    void aFeedOutOfOrderWithinItsLateness(long seed) {
        ViewDefinition view = view();
        TestingRows rows = new TestingRows();
        Random random = new Random(seed);
        List<Raw> arrived = new ArrayList<>();
        FeatureValues out = new FeatureValues(view.featureNames().size());
        long scoredMs = 1_000_000;
        for (int i = 0; i < 1_000; i++) {
            scoredMs += random.nextInt(6);
            long behindMs = DELAY_MS + (random.nextInt(3) == 0 ? random.nextLong(FEED_LATENESS_MS + 1) : 0);
            Raw raw = new Raw(scoredMs - behindMs, random.nextInt(100) / 4.0);
            arrived.add(raw);
            EntityStates states =
                    new ViewEngine(view, TestingView.SCHEMA, Duration.ofMillis(FEED_LATENESS_MS)).over(rows, 0);
            EntityState state = states.of("e");
            state.add(TestingView.event(raw.timeMs(), raw.x()));
            state.evict(scoredMs - SCORED_LATENESS_MS);
            states.save("e", state);
            if (i % 3 == 0) {
                long t = scoredMs - SCORED_LATENESS_MS + random.nextInt(60);
                states.reading("e").read(t, out, 0);
                NaiveView.check(view, arrived, arrived, t, out);
            }
        }
    }

    /** What need not keep the order lets go as early as it can. */
    @Test
    void onlyWhatDependsOnOrderIsHeldForIt() {
        ViewPlan plan = new ViewPlan(view(), TestingView.SCHEMA, FEED_LATENESS_MS);
        assertThat(plan.series()).extracting(SeriesPlan::heldMs).containsExactly(231L, 231L, 231L, 31L);
        assertThat(new ViewPlan(view(), TestingView.SCHEMA).series())
                .extracting(SeriesPlan::heldMs)
                .containsExactly(80L, 31L, 31L, 31L);
    }
}
