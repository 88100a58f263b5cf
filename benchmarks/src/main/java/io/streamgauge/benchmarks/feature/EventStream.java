package io.streamgauge.benchmarks.feature;

import java.util.Random;

/**
 * An endless seeded stream of one entity's events, in the order of time. Gaps are exponential, so that a window holds a
 * given number of events on average; amounts are log-normal, as payments are, in cents; the second column is uniform in
 * (-100, 0]. Gaps and values repeat after {@value #PERIOD} events: they are drawn beforehand, so that a measurement is not
 * of the generator.
 */
final class EventStream {

    private static final int PERIOD = 1 << 17;
    private static final long START_MS = 1_700_000_000_000L;

    private final long[] gapsMs = new long[PERIOD];
    private final double[] amounts = new double[PERIOD];
    private final double[] seconds = new double[PERIOD];
    private final long windowMs;
    private int next;
    private long timeMs = START_MS;
    private double amount;
    private double second;

    /**
     * @param windowMs length of the window
     * @param events how many events it holds on average
     */
    EventStream(long windowMs, int events, long seed) {
        this.windowMs = windowMs;
        Random random = new Random(seed);
        double meanGapMs = (double) windowMs / events;
        for (int i = 0; i < PERIOD; i++) {
            gapsMs[i] = Math.round(-Math.log(1 - random.nextDouble()) * meanGapMs);
            amounts[i] = Math.rint(100 * Math.exp(3.5 + random.nextGaussian())) / 100;
            seconds[i] = -100 * random.nextDouble();
        }
    }

    /** Goes on to the next event. */
    void advance() {
        int at = next;
        next = (at + 1) & (PERIOD - 1);
        timeMs += gapsMs[at];
        amount = amounts[at];
        second = seconds[at];
    }

    /** Whether a window's length, and a twentieth more, has passed since the stream began. */
    boolean full() {
        return timeMs >= START_MS + windowMs + windowMs / 20;
    }

    /** Feeds an engine until the window is {@link #full}. */
    void fill(FeatureEngine engine) {
        while (!full()) {
            advance();
            engine.update(timeMs, amount, second);
        }
    }

    long timeMs() {
        return timeMs;
    }

    double amount() {
        return amount;
    }

    double second() {
        return second;
    }
}
