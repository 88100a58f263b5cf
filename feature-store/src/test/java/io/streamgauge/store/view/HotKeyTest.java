package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.streamgauge.store.aggregate.AggregateFunction;
import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.RowBytes;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One entity with a million events in its window: its row stays small, and its features are right after a restart. */
@Tag("slow")
class HotKeyTest {

    private static final int EVENTS = 1_000_000;
    private static final long GAP_MS = 1_000;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    private static ViewDefinition view() {
        List<AggregateDefinition> aggregates = List.of(
                TestingView.aggregate("count", "x", true, DAY_MS, 30 * DAY_MS),
                TestingView.aggregate("sum", "x", true, DAY_MS, 30 * DAY_MS),
                TestingView.aggregate("max", "x", true, DAY_MS, 30 * DAY_MS),
                TestingView.aggregate("stddev_pop", "x", true, DAY_MS, 30 * DAY_MS),
                TestingView.aggregate("max_drawdown", "x", true, DAY_MS, 30 * DAY_MS));
        return TestingView.view(0, aggregates);
    }

    /** Every function over an unbounded window, of numbers and of texts, with limits as large as a row takes. */
    private static List<AggregateDefinition> everythingEver() {
        List<AggregateDefinition> aggregates = new ArrayList<>();
        for (AggregateFunction function : AggregateFunctions.all()) {
            boolean limited = function.parameters().stream()
                    .anyMatch(parameter -> parameter.name().equals("limit"));
            List<Double> arguments = limited
                    ? function.name().equals("approx_top_k") ? List.of(3.0, 300.0) : List.of(300.0)
                    : EveryAggregateTest.argumentsOf(function);
            boolean texts = function.inputs().contains(AggregateFunction.Input.TEXT);
            for (String field : texts ? List.of("x", "entity") : List.of("x")) {
                aggregates.add(TestingView.named(
                        function.name() + "_" + field,
                        TestingView.aggregate(
                                function.name(), arguments, field, true, List.of(new WindowDefinition.Unbounded()))));
            }
        }
        return aggregates;
    }

    /** A million events, each with a number and a text of its own: what never lets go keeps a row within its bound. */
    @Test
    void neverLettingGoKeepsRowsWithinTheirBound() {
        ViewDefinition view = TestingView.view(0, everythingEver());
        long most = RowBytes.of(view, TestingView.SCHEMA);
        assertThat(most).isLessThan(RowBytes.MOST);
        TestingRows rows = new TestingRows();
        EntityStates states = new ViewEngine(view, TestingView.SCHEMA).over(rows, EntityStates.DEFAULT_CACHE_BYTES);
        FeatureValues out = new FeatureValues(view.featureNames().size());
        String tail = "x".repeat(240);
        long largestRow = 0;
        long largestHeap = 0;
        for (int i = 0; i < EVENTS; i++) {
            long timeMs = i * GAP_MS;
            EntityState state = states.of("hot");
            Event event = TestingView.event(timeMs, Math.scalb(1.0 + i, i % 1_000 - 500));
            event.setText(TestingView.SCHEMA.indexOf("entity"), i + tail);
            state.add(event);
            state.evict(timeMs);
            if (i % 512 == 0 || i > EVENTS - 100) { // rows are written whole: often enough
                state.read(timeMs, out, 0);
                states.save("hot", state);
                largestRow = Math.max(largestRow, rows.rows.getOrDefault("hot", new byte[0]).length);
                largestHeap = Math.max(largestHeap, state.heapBytes());
            }
        }
        assertThat(largestRow).as("bytes of a row").isBetween(20_000L, most);
        assertThat(largestHeap).as("bytes on the heap").isLessThan(4L << 20);
        assertThat(rows.chunkCount()).as("nothing is held one by one").isLessThan(10);
        EntityStates restarted = new ViewEngine(view, TestingView.SCHEMA).over(rows, 0);
        FeatureValues again = new FeatureValues(out.size());
        restarted.reading("hot").read((EVENTS - 1) * GAP_MS, again, 0);
        List<String> names = view.featureNames();
        for (int i = 0; i < out.size(); i++) {
            assertThat(shown(again, i)).as(names.get(i)).isEqualTo(shown(out, i));
        }
        assertThat(shown(out, names.indexOf("count_distinct_x_all")))
                .as("the limit")
                .isEqualTo("300.0");
        assertThat(shown(out, names.indexOf("mode_entity_all")))
                .as("more than the limit")
                .isEqualTo("NULL_VALUE");
        assertThat(shown(out, names.indexOf("last_n_entity_all_1"))).isEqualTo(EVENTS - 1 + tail);
    }

    private static String shown(FeatureValues values, int index) {
        String text = values.textAt(index);
        return values.isMissing(index)
                ? values.statusAt(index).toString()
                : text != null ? text : String.valueOf(values.valueAt(index));
    }

    /** Texts of its own for each of a million events within a window of 30 days: exact, of chunks, and the row is small. */
    @Test
    void aMillionDistinctTextsInItsWindowLeaveItsRowSmall() {
        List<AggregateDefinition> aggregates = List.of(
                TestingView.aggregate("mode", "entity", true, 30 * DAY_MS),
                TestingView.aggregate("count_distinct", "entity", true, 30 * DAY_MS),
                TestingView.aggregate("entropy", "entity", true, 30 * DAY_MS),
                TestingView.aggregate(
                        "last_distinct_n", List.of(3.0), "entity", true, TestingView.sliding(30 * DAY_MS)));
        ViewDefinition view = TestingView.view(0, aggregates);
        TestingRows rows = new TestingRows();
        EntityStates states = new ViewEngine(view, TestingView.SCHEMA).over(rows, EntityStates.DEFAULT_CACHE_BYTES);
        FeatureValues out = new FeatureValues(view.featureNames().size());
        int largestRow = 0;
        for (int i = 0; i < EVENTS; i++) {
            EntityState state = states.of("hot");
            Event event = TestingView.event(i * GAP_MS, null);
            event.setText(TestingView.SCHEMA.indexOf("entity"), "text " + i);
            state.addAndRead(event, out, 0);
            state.evict(i * GAP_MS);
            states.save("hot", state);
            largestRow = Math.max(largestRow, rows.rows.getOrDefault("hot", new byte[0]).length);
        }
        assertThat(largestRow).as("bytes of a row").isBetween(500, 5_000);
        assertThat(largestRow).isLessThan((int) RowBytes.of(view, TestingView.SCHEMA));
        assertThat(shown(out, 0)).as("of equally frequent ones the least").isEqualTo("text 0");
        assertThat(out.valueAt(1)).isEqualTo(EVENTS);
        assertThat(out.valueAt(2)).isCloseTo(Math.log(EVENTS), offset(1e-9));
        assertThat(shown(out, 3)).isEqualTo("text " + (EVENTS - 1));
    }

    private static double value(int event) {
        return event % 1_000 / 8.0;
    }

    private static double[] read(EntityStates states, long timeMs) {
        FeatureValues out = new FeatureValues(10);
        states.reading("hot").read(timeMs, out, 0);
        double[] values = new double[out.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = out.valueAt(i);
        }
        return values;
    }

    @Test
    void itsRowStaysSmallAndItsFeaturesRight() {
        TestingRows rows = new TestingRows();
        EntityStates states = new ViewEngine(view(), TestingView.SCHEMA).over(rows, EntityStates.DEFAULT_CACHE_BYTES);
        FeatureValues out = new FeatureValues(10);
        long timeMs = 0;
        int largestRow = 0;
        for (int i = 0; i < EVENTS; i++) {
            timeMs = i * GAP_MS;
            EntityState state = states.of("hot");
            state.addAndRead(TestingView.event(timeMs, value(i)), out, 0);
            state.evict(timeMs);
            states.save("hot", state);
            largestRow = Math.max(largestRow, rows.rows.getOrDefault("hot", new byte[0]).length);
        }
        assertThat(largestRow).as("bytes of a row of 127 values").isBetween(1_000, 127 * 11 + 100);
        assertThat(rows.rowsRead).as("held on the heap all the time").isEqualTo(1);
        assertThat(rows.chunksWritten).as("chunks are written once").isEqualTo(rows.chunkCount());

        double[] values = read(states, timeMs);
        int inDay = (int) (DAY_MS / GAP_MS);
        double sum = 0;
        for (int i = EVENTS - inDay; i < EVENTS; i++) {
            sum += value(i); // eighths: no rounding
        }
        double variance = (1_000.0 * 1_000 - 1) / 12 / 64; // of whole numbers from 0 to 999, in eighths
        assertThat(values[0]).isEqualTo(inDay);
        assertThat(values[1]).isEqualTo(EVENTS);
        assertThat(values[2]).isEqualTo(sum);
        assertThat(values[3]).isEqualTo(999.0 * EVENTS / 16);
        assertThat(values[4]).isEqualTo(999 / 8.0);
        assertThat(values[5]).isEqualTo(999 / 8.0);
        assertThat(values[7]).isEqualTo(Math.sqrt(variance));
        assertThat(values[8]).isEqualTo(999 / 8.0);

        EntityStates restarted = new ViewEngine(view(), TestingView.SCHEMA).over(rows, 0);
        assertThat(read(restarted, timeMs)).as("bit for bit after a restart").isEqualTo(values);
    }
}
