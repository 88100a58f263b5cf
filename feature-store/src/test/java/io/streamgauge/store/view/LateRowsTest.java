package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Raw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A feed that is further behind than the view waits for: values older than what was let go of. Functions that read by position,
 * and those for which the order does not matter, are over unbounded windows what they would be had all come in order.
 */
class LateRowsTest {

    private static final long DELAY_MS = 30;
    private static final List<WindowDefinition> WINDOWS =
            List.of(new WindowDefinition.Unbounded(), new WindowDefinition.Sliding(Duration.ofMillis(200)));

    private static ViewDefinition view() {
        List<AggregateDefinition> aggregates = new ArrayList<>();
        for (String function : List.of(
                "first", "last", "time_since_first", "time_since_last", "interarrival_mean", "sum", "max", "median")) {
            aggregates.add(aggregate(function, List.of(), "x", true, WINDOWS));
        }
        for (String function : List.of("first_n", "last_n", "mode")) {
            aggregates.add(aggregate(function, List.of(function.equals("mode") ? 5_000.0 : 4.0), "x", true, WINDOWS));
        }
        return TestingView.view(DELAY_MS, aggregates);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 20_261_121})
    void areWhereTheirTimesPutThem(long seed) {
        ViewDefinition view = view();
        Random random = new Random(seed);
        TestingRows rows = new TestingRows();
        EntityState onHeap = new ViewEngine(view, TestingView.SCHEMA).newState();
        List<Raw> arrived = new ArrayList<>();
        FeatureValues out = new FeatureValues(view.featureNames().size());
        long scoredMs = 10_000;
        int late = 0;
        for (int i = 0; i < 700; i++) {
            scoredMs += random.nextInt(20);
            long behindMs = random.nextInt(4) == 0 ? random.nextInt(6_000) : random.nextInt(60);
            Raw raw = new Raw(scoredMs - behindMs, (double) random.nextInt(1_000));
            arrived.add(raw);
            late += behindMs > 400 ? 1 : 0;
            EntityStates states = new ViewEngine(view, TestingView.SCHEMA).over(rows, 0);
            EntityState inRows = states.of("e");
            for (EntityState state : List.of(onHeap, inRows)) {
                state.add(TestingView.event(raw.timeMs(), raw.x()));
                state.evict(scoredMs);
                state.read(scoredMs, out, 0);
                NaiveView.check(view, arrived, arrived, scoredMs, out);
            }
            states.save("e", inRows);
        }
        assertThat(late).as("values later than any that is held").isGreaterThan(100);
    }
}
