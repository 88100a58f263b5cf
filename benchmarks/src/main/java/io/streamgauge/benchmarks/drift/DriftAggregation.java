package io.streamgauge.benchmarks.drift;

import io.streamgauge.benchmarks.drift.AggregationCase.Work;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jol.info.GraphLayout;

/**
 * Feature values per second and core that the drift job's aggregation takes in, from bytes, from predictions and from rows, beside a
 * plain loop that fills histograms of ten bins per feature; and the bytes that one window keeps per feature, whatever the rate.
 *
 * <p>All kinds of work take turns in every round, on one thread, and are timed by its time on a processor; the first round, in which the
 * JIT compilers are at work, is left out, and the median of the others is told.
 *
 * <p>Usage: {@code DriftAggregation [ROUNDS [SECONDS]]}.
 */
public final class DriftAggregation {

    private static final int[] WIDTHS = {20, 200};
    private static final int[] ROWS_PER_WINDOW = {1000, 10_000, 100_000, 1_000_000};
    /** Making so many texts that differ takes longer than counting them. */
    private static final int[] TEXT_ROWS_PER_WINDOW = {1000, 10_000};

    private static final int NANOS_PER_MICRO = 1000;

    private DriftAggregation() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        System.out.printf(
                "Java %s, %d cores, windows of %,d rows%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), AggregationCase.ROWS_PER_WINDOW);
        for (int width : WIDTHS) {
            speed(new AggregationCase(width, 0), rounds, seconds);
        }
        state();
    }

    private static void speed(AggregationCase measured, int rounds, double seconds) {
        Map<Work, List<Double>> nanosPerRow = new EnumMap<>(Work.class);
        for (int round = 0; round <= rounds; round++) {
            for (Work work : Work.values()) {
                double nanos = measured.nanosPerRow(work, seconds);
                if (round > 0) {
                    nanosPerRow.computeIfAbsent(work, w -> new ArrayList<>()).add(nanos);
                }
            }
        }
        System.out.printf(
                "%n%d features, load average %.1f%n%-34s %12s %18s %10s%n",
                measured.width(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                "work",
                "us per row",
                "M values/s/core",
                "ratio");
        for (Work work : Work.values()) {
            double nanos = median(nanosPerRow.getOrDefault(work, List.of()));
            double reference = median(nanosPerRow.getOrDefault(work.reference(), List.of()));
            System.out.printf(
                    "%-34s %12.2f %18.2f %10.2f  of %s%n",
                    work.title(),
                    nanos / NANOS_PER_MICRO,
                    measured.width() / nanos * NANOS_PER_MICRO,
                    reference / nanos,
                    work.reference().title());
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void state() {
        System.out.printf(
                "%n%-26s %14s %16s %22s %18s%n",
                "inputs", "rows a window", "bytes of state", "bytes per feature", "on heap");
        for (int width : WIDTHS) {
            for (int rows : ROWS_PER_WINDOW) {
                print(width + " numbers", width, new AggregationCase(width, 0).window(rows), rows);
            }
        }
        for (int rows : TEXT_ROWS_PER_WINDOW) {
            print("20, all of them texts", 20, new AggregationCase(20, 20).window(rows), rows);
        }
    }

    private static void print(String name, int width, WindowSummary window, int rows) {
        int bytes = SummaryCodec.encode(window).length;
        System.out.printf(
                "%-26s %,14d %,16d %,22d %,18d%n",
                name,
                rows,
                bytes,
                bytes / width,
                GraphLayout.parseInstance(window).totalSize() / width);
    }
}
