package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.aggregate.Positional;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.row.CorruptRowException;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Raw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Aggregates with a resolution: to the bit those over a window that begins where a tile does. */
class TilesTest {

    private static final long LATENESS_MS = 50;
    private static final long SEED = 20260403;
    private static final List<WindowDefinition> WINDOWS = List.of(
            new WindowDefinition.Sliding(Duration.ofMillis(70)),
            new WindowDefinition.Sliding(Duration.ofMillis(400)),
            new WindowDefinition.Sliding(Duration.ofMillis(1_500)),
            new WindowDefinition.Unbounded());

    static AggregateDefinition tiled(
            String function, List<Double> arguments, long resolutionMs, Optional<Long> delayMs, boolean current) {
        return new AggregateDefinition(
                function + "_by" + resolutionMs
                        + delayMs.map(ms -> "_after" + ms).orElse(""),
                function,
                arguments,
                Optional.of("x"),
                Optional.empty(),
                Optional.empty(),
                WINDOWS,
                delayMs.map(Duration::ofMillis),
                Optional.of(Duration.ofMillis(resolutionMs)),
                current,
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Every function that folds values, by tiles of 30 ms; some by other tiles, delayed, and without the current event. */
    private static ViewDefinition everything() {
        List<AggregateDefinition> aggregates = new ArrayList<>();
        for (AggregateFunction function : AggregateFunctions.all()) {
            if (function.name().equals("geometric_mean")) {
                continue; // a user's own: it sums logarithms in doubles, so its last bits depend on the grouping
            }
            List<Double> arguments = EveryAggregateTest.argumentsOf(function);
            if (!(function.with(arguments) instanceof Positional)) {
                aggregates.add(tiled(function.name(), arguments, 30, Optional.empty(), true));
            }
        }
        for (String function : List.of("sum", "min", "max_drawdown")) {
            aggregates.add(tiled(function, List.of(), 1, Optional.empty(), true));
            aggregates.add(tiled(function, List.of(), 70, Optional.of(45L), false));
            aggregates.add(tiled(function, List.of(), 30, Optional.of(200L), true));
        }
        assertThat(aggregates).hasSizeGreaterThan(20);
        return TestingView.view(5, aggregates);
    }

    @ParameterizedTest(name = "{0}, seed " + SEED)
    @EnumSource
    void equalTheRoundedWindowsAfreshOnTheHeapAndInRows(RandomEvents.Values values) {
        ViewDefinition view = everything();
        TestingRows rows = new TestingRows();
        EntityState heap = new ViewEngine(view, TestingView.SCHEMA).newState();
        Random random = new Random(SEED);
        List<Raw> arrived = new ArrayList<>();
        FeatureValues out = new FeatureValues(view.featureNames().size());
        long greatestMs = Long.MIN_VALUE;
        int read = 0;
        for (Raw raw : RandomEvents.of(values, 300, LATENESS_MS, SEED)) {
            List<Raw> before = List.copyOf(arrived);
            arrived.add(raw);
            greatestMs = Math.max(greatestMs, raw.timeMs());
            Event event = TestingView.event(raw.timeMs(), raw.x());
            heap.addAndRead(event, out, 0);
            NaiveView.check(view, arrived, before, raw.timeMs(), out);
            heap.evict(greatestMs - LATENESS_MS);
            long t = greatestMs - LATENESS_MS + random.nextInt(600);
            heap.read(t, out, 0);
            NaiveView.check(view, arrived, arrived, t, out);
            EntityStates states = new ViewEngine(view, TestingView.SCHEMA).over(rows, 0);
            EntityState stored = states.of("e");
            stored.addAndRead(event, out, 0);
            if (read++ % 4 == 0) {
                NaiveView.check(view, arrived, before, raw.timeMs(), out);
            }
            stored.evict(greatestMs - LATENESS_MS);
            states.save("e", stored);
        }
        assertThat(rows.chunkCount()).as("tiles were stored and dropped").isBetween(1, rows.chunksWritten - 1);
    }

    /** However many events there are, a state holds those of the lateness and a tile for every 100 ms of the window. */
    @Test
    void aBusyEntityHoldsAsManyTilesAsItsWindow() {
        ViewDefinition view = TestingView.view(0, List.of(tiled("sum", List.of(), 100, Optional.empty(), true)));
        ViewEngine engine = new ViewEngine(view, TestingView.SCHEMA);
        TestingRows rows = new TestingRows();
        EntityStates states = engine.over(rows, EntityStates.DEFAULT_CACHE_BYTES);
        int longest = 0;
        for (long t = 0; t < 100_000; t++) {
            EntityState state = states.of("e");
            state.add(TestingView.event(t, 1.0));
            state.evict(t - LATENESS_MS);
            states.save("e", state);
            longest = Math.max(longest, Objects.requireNonNull(rows.row("e")).length);
        }
        assertThat(states.of("e").series(0).series().size()).isLessThan(52 + 2 * SealedChunks.VALUES);
        assertThat(Objects.requireNonNull(states.of("e").series(0).tiles()).count())
                .as("window / resolution, one begun at each end and one not dropped yet")
                .isBetween(16, 18);
        assertThat(rows.chunkCount()).isBetween(15, 20);
        assertThat(longest).isLessThan(2 * 64 * 10 + 200);
        FeatureValues out = new FeatureValues(4);
        states.reading("e").read(99_999, out, 0);
        assertThat(List.of(out.valueAt(0), out.valueAt(1), out.valueAt(2), out.valueAt(3)))
                .as("100,000 - 1 - floor to 100 of the window's beginning")
                .containsExactly(99.0, 499.0, 1_599.0, 100_000.0);
    }

    @Test
    void aRowWhoseTilesAreNotAllThereIsRefused() {
        ViewDefinition view = TestingView.view(0, List.of(tiled("sum", List.of(), 100, Optional.empty(), true)));
        TestingRows rows = new TestingRows();
        for (long t = 0; t < 2_000; t += 10) {
            EntityStates states = new ViewEngine(view, TestingView.SCHEMA).over(rows, 0);
            EntityState state = states.of("e");
            state.add(TestingView.event(t, 1.0));
            state.evict(t);
            states.save("e", state);
        }
        rows.chunks.values().forEach(chunks -> chunks.remove(chunks.firstKey()));
        assertThatThrownBy(() ->
                        new ViewEngine(view, TestingView.SCHEMA).over(rows, 0).reading("e"))
                .isInstanceOf(CorruptRowException.class)
                .hasMessageContaining("its tiles hold ");
    }

    /** Tiles are named by what is folded into them, so what stands beside them changes nothing. */
    @Test
    void anotherAggregateKeepsTheTilesOfTheFirst() {
        AggregateDefinition sum = tiled("sum", List.of(), 100, Optional.empty(), true);
        AggregateDefinition max = tiled("max", List.of(), 100, Optional.empty(), true);
        TestingRows rows = new TestingRows();
        EntityStates first = new ViewEngine(TestingView.view(0, List.of(sum)), TestingView.SCHEMA).over(rows, 0);
        for (long t = 0; t < 1_000; t += 10) {
            EntityState state = first.of("e");
            state.add(TestingView.event(t, 1.0));
            state.evict(t);
            first.save("e", state);
        }
        EntityState both = new ViewEngine(TestingView.view(0, List.of(max, sum)), TestingView.SCHEMA)
                .over(rows, 0)
                .of("e");
        FeatureValues out = new FeatureValues(8);
        both.read(1_000, out, 0);
        assertThat(out.valueAt(6)).isEqualTo(100);
        assertThat(out.isMissing(2)).isTrue();
        assertThat(both.series(0).completeSinceMs()).isEqualTo(990);
    }
}
