package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Raw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every aggregate over every kind of window, at 1,000 moments a case, has the bits of the same aggregate computed afresh
 * from the values that the window's definition names; and so has a state that lives in rows and chunks, read back before
 * each event. What an aggregate computes from values is held to its definition in the package aggregate.
 */
class EveryAggregateTest {

    private static final long LATENESS_MS = 50;
    private static final int EVENTS = 600;
    private static final long SEED = 20260401;

    private static final List<WindowDefinition> WINDOWS = List.of(
            new WindowDefinition.Sliding(Duration.ofMillis(7)),
            new WindowDefinition.Sliding(Duration.ofMillis(400)),
            new WindowDefinition.Sliding(Duration.ofMillis(4_000)),
            new WindowDefinition.Tumbling(Duration.ofMillis(90)),
            new WindowDefinition.Hopping(Duration.ofMillis(300), Duration.ofMillis(60)),
            new WindowDefinition.Last(12, Duration.ofMillis(350)),
            new WindowDefinition.Session(Duration.ofMillis(4), Duration.ofMillis(200)),
            new WindowDefinition.Unbounded());

    static Stream<Arguments> cases() {
        return Stream.of(RandomEvents.Values.values())
                .flatMap(values -> Stream.of(0L, 25L)
                        .flatMap(delay -> Stream.of(true, false).map(current -> Arguments.of(values, delay, current))));
    }

    @ParameterizedTest(name = "{0}, delay {1} ms, include_current {2}, seed " + SEED)
    @MethodSource("cases")
    void onTheHeap(RandomEvents.Values values, long delayMs, boolean includeCurrent) {
        ViewDefinition view = everything(delayMs, includeCurrent);
        EntityState state = new ViewEngine(view, TestingView.SCHEMA).newState();
        run(view, values, new Steps() {
            @Override
            public void addAndRead(Event event, long noReadBeforeMs, FeatureValues out) {
                state.addAndRead(event, out, 0);
                state.evict(noReadBeforeMs);
            }

            @Override
            public void read(long timeMs, FeatureValues out) {
                state.read(timeMs, out, 0);
            }
        });
    }

    /** Some of the cases: all are slow. */
    static Stream<Arguments> fewCases() {
        return Stream.of(
                Arguments.of(RandomEvents.Values.MONEY, 0L, false),
                Arguments.of(RandomEvents.Values.SPECIAL, 25L, true),
                Arguments.of(RandomEvents.Values.ANY_FINITE, 0L, true));
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}, delay {1} ms, include_current {2}, seed " + SEED)
    @MethodSource("cases")
    void inRowsAndChunksOfEveryCase(RandomEvents.Values values, long delayMs, boolean includeCurrent) {
        inRowsAndChunks(values, delayMs, includeCurrent);
    }

    @ParameterizedTest(name = "{0}, delay {1} ms, include_current {2}, seed " + SEED)
    @MethodSource("fewCases")
    void inRowsAndChunks(RandomEvents.Values values, long delayMs, boolean includeCurrent) {
        ViewDefinition view = everything(delayMs, includeCurrent);
        TestingRows rows = new TestingRows();
        run(view, values, new Steps() {
            @Override
            public void addAndRead(Event event, long noReadBeforeMs, FeatureValues out) {
                EntityStates states = fresh();
                EntityState state = states.of("e");
                state.addAndRead(event, out, 0);
                state.evict(noReadBeforeMs);
                states.save("e", state);
            }

            @Override
            public void read(long timeMs, FeatureValues out) {
                fresh().reading("e").read(timeMs, out, 0);
            }

            private EntityStates fresh() {
                return new ViewEngine(view, TestingView.SCHEMA).over(rows, 0);
            }
        });
        assertThat(rows.chunksWritten).as("chunks were made").isGreaterThan(4);
        assertThat(rows.chunkCount()).as("and dropped again").isLessThan(rows.chunksWritten);
    }

    /** A view's life. */
    private interface Steps {
        void addAndRead(Event event, long noReadBeforeMs, FeatureValues out);

        void read(long timeMs, FeatureValues out);
    }

    private static void run(ViewDefinition view, RandomEvents.Values values, Steps steps) {
        Random random = new Random(SEED);
        List<Raw> arrived = new ArrayList<>();
        FeatureValues out = new FeatureValues(view.featureNames().size());
        long greatestMs = Long.MIN_VALUE;
        for (Raw raw : RandomEvents.of(values, EVENTS, LATENESS_MS, SEED)) {
            List<Raw> before = List.copyOf(arrived);
            arrived.add(raw);
            greatestMs = Math.max(greatestMs, raw.timeMs());
            steps.addAndRead(TestingView.event(raw.timeMs(), raw.x()), greatestMs - LATENESS_MS, out);
            NaiveView.check(view, arrived, before, raw.timeMs(), out);
            long t = greatestMs - LATENESS_MS + random.nextInt(600);
            steps.read(t, out);
            NaiveView.check(view, arrived, arrived, t, out);
        }
    }

    /** Every function there is, with arguments where it needs some, over every kind of window. */
    private static ViewDefinition everything(long delayMs, boolean includeCurrent) {
        List<AggregateDefinition> aggregates = new ArrayList<>();
        for (AggregateFunction function : AggregateFunctions.all()) {
            if (function.name().equals("geometric_mean")) {
                continue; // a user's own: it sums logarithms in doubles, so its last bits depend on the grouping
            }
            List<Double> arguments = argumentsOf(function);
            aggregates.add(TestingView.aggregate(function.name(), arguments, "x", includeCurrent, WINDOWS));
        }
        for (String limited : List.of("mode", "count_distinct", "entropy")) {
            aggregates.add(TestingView.named(
                    limited + "_of_few", TestingView.aggregate(limited, List.of(20.0), "x", includeCurrent, WINDOWS)));
        }
        assertThat(aggregates).hasSizeGreaterThan(5);
        return TestingView.view(delayMs, aggregates);
    }

    /** The fewest and smallest arguments the function takes. */
    static List<Double> argumentsOf(AggregateFunction function) {
        if (function.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("limit"))) {
            return takes(function, List.of(1_000.0, 1_000.0)) ? List.of(3.0, 1_000.0) : List.of(1_000.0);
        }
        for (List<Double> tried :
                List.of(List.<Double>of(), List.of(3.0), List.of(0.5), List.of(0.25, 0.9), List.of(0.0, 50.0, 200.0))) {
            if (takes(function, tried)) {
                return tried;
            }
        }
        throw new AssertionError("no arguments fit " + function.name() + "; add some here");
    }

    private static boolean takes(AggregateFunction function, List<Double> arguments) {
        try {
            function.with(arguments);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
