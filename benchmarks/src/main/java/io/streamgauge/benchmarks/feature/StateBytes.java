package io.streamgauge.benchmarks.feature;

import java.util.EnumMap;
import java.util.Map;

/**
 * Bytes of state per entity, of a full window, against boxed structures with the same features: for 12 and 60 features at 10,
 * 1,000 and 100,000 events in 30 days. Heap is what JOL finds by walking the objects, for all of them alike. Nothing is timed.
 *
 * <p>Usage: {@code StateBytes}, without arguments.
 *
 * <p>Our state has been read at every event, as it is in a topology: a read may make more of it. To read a boxed structure
 * changes nothing that it keeps, so these are only filled.
 */
public final class StateBytes {

    private StateBytes() {}

    public static void main(String[] arguments) {
        print();
    }

    /** Prints a table of all cases. */
    static void print() {
        System.out.printf("%nbytes of state per entity; ratios are ours / boxed, heap and stored%n");
        for (int features : FeatureEngines.FEATURES) {
            for (int events : FeatureEngines.EVENTS) {
                System.out.print(of(features, events).table());
            }
        }
    }

    /** Measures one case. */
    static Case of(int features, int events) {
        FeatureSet set = FeatureSet.of(features);
        FeatureEngine ours = Contender.STREAMGAUGE.engine(set);
        HeapBytes heap = new HeapBytes(ours);
        EventStream stream = new EventStream(set.longestMs(), events, FeatureEngines.SEED);
        while (!stream.full()) {
            stream.advance();
            ours.updateAndRead(stream.timeMs(), stream.amount(), stream.second());
        }
        Map<BoxedStructure, Long> boxed = new EnumMap<>(BoxedStructure.class);
        for (BoxedStructure structure : BoxedStructure.values()) {
            boxed.put(structure, heapBytes(structure.engine(set), set, events));
        }
        return new Case(features, events, heap.now(), ours.storedBytes().orElseThrow(), boxed);
    }

    /** Heap bytes of an engine that takes in a full window of events. */
    static long heapBytes(FeatureEngine engine, FeatureSet set, int events) {
        HeapBytes heap = new HeapBytes(engine);
        filled(engine, set, events);
        return heap.now();
    }

    /** Takes in a full window of events. */
    static <E extends FeatureEngine> E filled(E engine, FeatureSet set, int events) {
        EventStream stream = new EventStream(set.longestMs(), events, FeatureEngines.SEED);
        stream.fill(engine);
        return engine;
    }

    /**
     * The bytes of one case.
     *
     * @param heapBytes of our state on heap
     * @param storedBytes of our row and its chunks in the store
     * @param boxedBytes of each boxed structure on heap
     */
    record Case(int features, int events, long heapBytes, long storedBytes, Map<BoxedStructure, Long> boxedBytes) {

        Case {
            boxedBytes = Map.copyOf(boxedBytes);
        }

        String table() {
            StringBuilder lines = new StringBuilder();
            lines.append(String.format("%n%d features, %,d events in 30 days%n", features, events));
            lines.append(String.format("  %-40s %14s %12s %12s%n", "", "bytes", "heap ratio", "stored ratio"));
            lines.append(String.format("  %-40s %,14d%n", "streamgauge, heap", heapBytes));
            lines.append(String.format("  %-40s %,14d%n", "streamgauge, row and chunks", storedBytes));
            for (BoxedStructure structure : BoxedStructure.values()) {
                lines.append(String.format(
                        "  %-40s %,14d %12.2f %12.2f%n",
                        "boxed, " + structure.title(), of(structure), heapRatio(structure), storedRatio(structure)));
            }
            return lines.toString();
        }

        /** Our bytes on heap over those of a boxed structure. */
        double heapRatio(BoxedStructure structure) {
            return (double) heapBytes / of(structure);
        }

        /** Our bytes in the store over those of a boxed structure on heap. */
        double storedRatio(BoxedStructure structure) {
            return (double) storedBytes / of(structure);
        }

        private long of(BoxedStructure structure) {
            Long bytes = boxedBytes.get(structure);
            if (bytes == null) {
                throw new IllegalStateException("nothing was measured of " + structure);
            }
            return bytes;
        }
    }
}
