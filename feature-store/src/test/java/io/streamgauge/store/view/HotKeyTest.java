package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Duration;
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
