package io.streamgauge.benchmarks.feature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Features that know nothing of each other: each has an {@code ArrayDeque} of the values in its window with their times, and
 * a least or greatest value a {@code TreeMap} of its own beside. An object per value, all fields boxed. Exact. Per value in a
 * window 76 bytes, and 40 in the map where the value is not there yet (layouts at {@link BoxedValue}, {@link BoxedCounts}).
 */
final class BoxedPerFeature implements FeatureEngine {

    private final FeatureSet set;
    private final List<Window> windows = new ArrayList<>();
    private final double[] features;

    BoxedPerFeature(FeatureSet set) {
        this.set = set;
        this.features = new double[set.size()];
        for (int i = 0; i < set.size(); i++) {
            windows.add(new Window(set.measureOf(i).kind()));
        }
    }

    @Override
    public void update(long timeMs, double amount, double second) {
        for (int i = 0; i < windows.size(); i++) {
            double value = set.measureOf(i).column() == Measure.AMOUNT ? amount : second;
            windows.get(i).add(new BoxedValue(timeMs, value), timeMs - set.windowMsOf(i));
        }
    }

    @Override
    public void updateAndRead(long timeMs, double amount, double second) {
        update(timeMs, amount, second);
        for (int i = 0; i < features.length; i++) {
            features[i] = windows.get(i).compute(set.measureOf(i).kind());
        }
    }

    @Override
    public double feature(int index) {
        return features[index];
    }

    @Override
    public Object state() {
        return windows;
    }

    @Override
    public List<Object> shared() {
        return BoxedStructure.sharedIntegers();
    }

    /** How many values the windows hold, the entries of all of them. */
    int held() {
        return windows.stream().mapToInt(window -> window.values.size()).sum();
    }

    private static final class Window {

        private final ArrayDeque<BoxedValue> values = new ArrayDeque<>();
        private final @Nullable BoxedCounts counts;

        Window(Measure.Kind kind) {
            this.counts = kind == Measure.Kind.MIN || kind == Measure.Kind.MAX ? new BoxedCounts() : null;
        }

        void add(BoxedValue value, long afterMs) {
            values.addLast(value);
            if (counts != null) {
                counts.add(value.value);
            }
            while (values.getFirst().timeMs <= afterMs) {
                BoxedValue gone = values.removeFirst();
                if (counts != null) {
                    counts.remove(gone.value);
                }
            }
        }

        double compute(Measure.Kind kind) {
            if (counts != null) {
                return kind == Measure.Kind.MIN ? counts.least() : counts.greatest();
            }
            return Recomputed.of(
                    kind, values.stream().mapToDouble(value -> value.value).toArray());
        }
    }
}
