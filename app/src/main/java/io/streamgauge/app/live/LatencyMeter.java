package io.streamgauge.app.live;

import org.HdrHistogram.Histogram;

/** Latencies since the start, and of the current second. Three significant digits, up to an hour. Not thread-safe. */
final class LatencyMeter {

    private static final long LONGEST_MS = 3_600_000;
    private static final int DIGITS = 3;

    private final Histogram total = new Histogram(LONGEST_MS, DIGITS);
    private final Histogram second = new Histogram(LONGEST_MS, DIGITS);

    void record(long ms) {
        long bounded = Math.max(0, Math.min(LONGEST_MS, ms));
        total.recordValue(bounded);
        second.recordValue(bounded);
    }

    Latency total() {
        return summary(total);
    }

    /** Latencies since the last call. */
    Latency takeSecond() {
        Latency latency = summary(second);
        second.reset();
        return latency;
    }

    private static Latency summary(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? Latency.NONE
                : new Latency(
                        histogram.getTotalCount(),
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(99),
                        histogram.getMaxValue());
    }
}
