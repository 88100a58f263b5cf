package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Aggregates of one view, and of one series, whose windows end at different delays. */
class DelaysTest {

    private static final long LATENESS_MS = 50;
    private static final long VIEW_DELAY_MS = 10;
    private static final long SEED = 20260402;
    private static final List<WindowDefinition> WINDOWS = List.of(
            new WindowDefinition.Sliding(Duration.ofMillis(7)),
            new WindowDefinition.Sliding(Duration.ofMillis(400)),
            new WindowDefinition.Tumbling(Duration.ofMillis(90)),
            new WindowDefinition.Last(12, Duration.ofMillis(350)),
            new WindowDefinition.Session(Duration.ofMillis(4), Duration.ofMillis(200)));

    private static AggregateDefinition delayed(
            String function, List<Double> arguments, Optional<Long> delayMs, boolean includeCurrent) {
        List<WindowDefinition> windows = new ArrayList<>(WINDOWS);
        windows.add(new WindowDefinition.Unbounded());
        return new AggregateDefinition(
                function + delayMs.map(ms -> "_" + ms).orElse(""),
                function,
                arguments,
                Optional.of("x"),
                Optional.empty(),
                Optional.empty(),
                windows,
                delayMs.map(Duration::ofMillis),
                Optional.empty(),
                includeCurrent,
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ViewDefinition view() {
        List<AggregateDefinition> aggregates = new ArrayList<>();
        for (Optional<Long> delayMs : List.of(
                Optional.<Long>empty(), Optional.of(0L), Optional.of(1L), Optional.of(37L), Optional.of(500L))) {
            boolean includeCurrent = !delayMs.equals(Optional.of(1L));
            aggregates.add(delayed("sum", List.of(), delayMs, includeCurrent));
            aggregates.add(delayed("max", List.of(), delayMs, includeCurrent));
            aggregates.add(delayed("max_drawdown", List.of(), delayMs, includeCurrent));
            aggregates.add(delayed("count_distinct", List.of(1_000.0), delayMs, includeCurrent));
            aggregates.add(delayed("last_n", List.of(2.0), delayMs, includeCurrent));
        }
        return TestingView.view(VIEW_DELAY_MS, aggregates);
    }

    @ParameterizedTest(name = "{0}, seed " + SEED)
    @EnumSource
    void equalTheAggregatesAfreshOnTheHeapAndInRows(RandomEvents.Values values) {
        ViewDefinition view = view();
        TestingRows rows = new TestingRows();
        EntityState heap = new ViewEngine(view, TestingView.SCHEMA).newState();
        Random random = new Random(SEED);
        List<Raw> arrived = new ArrayList<>();
        FeatureValues out = new FeatureValues(view.featureNames().size());
        long greatestMs = Long.MIN_VALUE;
        for (Raw raw : RandomEvents.of(values, 300, LATENESS_MS, SEED)) {
            List<Raw> before = List.copyOf(arrived);
            arrived.add(raw);
            greatestMs = Math.max(greatestMs, raw.timeMs());
            Event event = TestingView.event(raw.timeMs(), raw.x());
            heap.addAndRead(event, out, 0);
            NaiveView.check(view, arrived, before, raw.timeMs(), out);
            heap.evict(greatestMs - LATENESS_MS);
            EntityStates states = new ViewEngine(view, TestingView.SCHEMA).over(rows, 0);
            EntityState stored = states.of("e");
            stored.addAndRead(event, out, 0);
            NaiveView.check(view, arrived, before, raw.timeMs(), out);
            stored.evict(greatestMs - LATENESS_MS);
            states.save("e", stored);
            long t = greatestMs - LATENESS_MS + random.nextInt(600);
            heap.read(t, out, 0);
            NaiveView.check(view, arrived, arrived, t, out);
        }
        assertThat(rows.chunksWritten).isPositive();
    }

    @Test
    void delaysShareTheirSeries() {
        assertThat(new ViewPlan(view(), TestingView.SCHEMA).series()).hasSize(1);
    }

    @Test
    void anEntityIsFoundByEachDelayInItsTurn() {
        ViewDefinition view = TestingView.view(
                0,
                List.of(
                        delayed("max", List.of(), Optional.empty(), true),
                        delayed("max", List.of(), Optional.of(100L), true)));
        EntityState state = new ViewEngine(view, TestingView.SCHEMA).newState();
        FeatureValues out = new FeatureValues(view.featureNames().size());
        state.addAndRead(TestingView.event(1_000, 5.0), out, 0);
        int delayed = out.size() / 2;
        assertThat(out.statusAt(0)).isEqualTo(ValueStatus.PRESENT);
        assertThat(out.statusAt(delayed)).isEqualTo(ValueStatus.NOT_FOUND);
        state.read(1_100, out, 0);
        assertThat(out.statusAt(0)).isEqualTo(ValueStatus.NULL_VALUE);
        assertThat(out.statusAt(delayed)).isEqualTo(ValueStatus.PRESENT);
    }
}
