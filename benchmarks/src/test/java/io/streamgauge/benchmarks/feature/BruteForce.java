package io.streamgauge.benchmarks.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** All events ever, and every feature as its definition says, with a window of any beginning. */
final class BruteForce {

    private final List<double[]> values = new ArrayList<>();
    private final List<Long> timesMs = new ArrayList<>();

    void add(long timeMs, double amount, double second) {
        timesMs.add(timeMs);
        values.add(new double[] {amount, second});
    }

    /** A measure over the events with times from {@code fromMs} on, itself included. */
    double compute(Measure measure, long fromMs) {
        double[] x = IntStream.range(0, values.size())
                .filter(i -> timesMs.get(i) >= fromMs)
                .mapToDouble(i -> values.get(i)[measure.column()])
                .toArray();
        double sum = Arrays.stream(x).sum();
        double mean = sum / x.length;
        return switch (measure.kind()) {
            case COUNT -> x.length;
            case SUM -> sum;
            case MEAN -> mean;
            case MIN -> Arrays.stream(x).min().orElse(Double.NaN);
            case MAX -> Arrays.stream(x).max().orElse(Double.NaN);
            case STDDEV -> {
                double squares =
                        Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
                yield x.length < 2 ? Double.NaN : Math.sqrt(squares / (x.length - 1));
            }
            case LAST -> x[x.length - 1];
        };
    }
}
