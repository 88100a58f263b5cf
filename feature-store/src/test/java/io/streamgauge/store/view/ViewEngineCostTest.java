package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.AggregateKind;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.row.RowCodec;
import io.streamgauge.store.vector.FeatureValues;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints the CPU time of one updateAndRead by the number of events in the row (docs/decisions/0006). */
@Tag("slow")
class ViewEngineCostTest {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final long[] WINDOWS_MS = {DAY_MS, 7 * DAY_MS, 30 * DAY_MS};

    @Test
    void printsNanosPerUpdateAndRead() {
        AggregateDefinition count = TestingView.aggregate(AggregateKind.COUNT, null, true, WINDOWS_MS);
        ViewDefinition two =
                TestingView.view(0, List.of(count, TestingView.aggregate(AggregateKind.MEAN, "x", true, WINDOWS_MS)));
        ViewDefinition all = TestingView.view(
                0,
                Arrays.stream(AggregateKind.values())
                        .map(kind -> kind == AggregateKind.COUNT
                                ? count
                                : TestingView.aggregate(kind, "x", true, WINDOWS_MS))
                        .toList());
        for (int events : new int[] {10, 100, 1_000, 10_000}) {
            measure(two, events, 200); // warm
            measure(all, events, 200);
            System.out.printf(
                    "%,6d events: count and mean %,8.0f ns, all seven aggregates %,8.0f ns%n",
                    events, measure(two, events, 1_000), measure(all, events, 1_000));
        }
    }

    /** CPU nanoseconds per event for about so many milliseconds, with a row that keeps its length. */
    private static double measure(ViewDefinition view, int events, long millis) {
        ViewEngine engine = new ViewEngine(view, TestingView.SCHEMA);
        FeatureValues out = new FeatureValues(view.featureNames().size());
        long stepMs = engine.horizonMs() / events;
        long timeMs = 0;
        byte @Nullable [] row = null;
        for (int i = 0; i < events; i++) {
            timeMs += stepMs;
            row = engine.update(row, TestingView.event(timeMs, i / 100.0), timeMs - engine.horizonMs());
        }
        Event event = TestingView.event(timeMs, 12.34);
        long start = cpuNanos();
        long done = 0;
        while (cpuNanos() - start < millis * 1_000_000) {
            for (int i = 0; i < 100; i++) {
                timeMs += stepMs;
                event.identify("event", timeMs);
                row = engine.updateAndRead(row, event, timeMs - engine.horizonMs(), out, 0);
            }
            done += 100;
        }
        double nanos = (cpuNanos() - start) / (double) done;
        assertThat(row).hasSize((int) new RowCodec(1).sizeBytes(events));
        return nanos;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
