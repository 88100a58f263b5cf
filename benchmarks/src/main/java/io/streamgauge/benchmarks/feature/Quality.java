package io.streamgauge.benchmarks.feature;

import java.util.OptionalLong;

/**
 * What one engine keeps and how right it is.
 *
 * @param heapBytes deep size of its state on heap, of a full window, without what entities share
 * @param storedBytes size of its state as bytes to store, where it has such a form
 * @param inexactShare share of its feature values that differ from the exact ones by more than a millionth of them
 */
record Quality(long heapBytes, OptionalLong storedBytes, double inexactShare) {

    private static final int READS = 300;
    private static final int SKIPPED = 100;

    /** Wide enough for any rounding; what is beyond it comes from another window. */
    private static final double TOLERANCE = 1e-6;

    /** Fills the engine's window, then holds a number of reads against an exact engine. */
    static Quality of(Contender contender, FeatureSet set, int events) {
        FeatureEngine exact = Contender.STREAMGAUGE.engine(set);
        FeatureEngine engine = contender.engine(set);
        HeapBytes heap = new HeapBytes(engine);
        EventStream stream = new EventStream(set.longestMs(), events, FeatureEngines.SEED);
        while (!stream.full()) {
            skip(stream, engine, exact);
        }
        long bytes = heap.now();
        return new Quality(bytes, engine.storedBytes(), inexactShare(stream, engine, exact, set.size()));
    }

    private static double inexactShare(EventStream stream, FeatureEngine engine, FeatureEngine exact, int features) {
        long inexact = 0;
        for (int i = 0; i < READS; i++) {
            for (int skipped = 0; skipped < SKIPPED; skipped++) {
                skip(stream, engine, exact);
            }
            stream.advance();
            engine.updateAndRead(stream.timeMs(), stream.amount(), stream.second());
            exact.updateAndRead(stream.timeMs(), stream.amount(), stream.second());
            for (int f = 0; f < features; f++) {
                inexact += same(engine.feature(f), exact.feature(f)) ? 0 : 1;
            }
        }
        return (double) inexact / READS / features;
    }

    private static void skip(EventStream stream, FeatureEngine engine, FeatureEngine exact) {
        stream.advance();
        engine.update(stream.timeMs(), stream.amount(), stream.second());
        exact.update(stream.timeMs(), stream.amount(), stream.second());
    }

    private static boolean same(double a, double b) {
        return Double.compare(a, b) == 0 || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }
}
