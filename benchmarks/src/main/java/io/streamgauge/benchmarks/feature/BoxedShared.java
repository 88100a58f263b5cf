package io.streamgauge.benchmarks.feature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Boxed events kept once for all windows and features, and per window and column one {@code TreeMap}, for least and greatest
 * value alike. Exact. An event lies in one deque only, that of the shortest window that holds it, and goes on to the next one
 * when it leaves that window: one deque cut where the windows begin, so that a window finds what leaves it without a search.
 * Per event 76 bytes with one column and 100 with two, and 40 in each map where the value is not there yet (layouts at
 * {@link BoxedEvent}, {@link BoxedCounts}).
 */
final class BoxedShared implements FeatureEngine {

    private final FeatureSet set;
    private final long[] windowsMs;
    private final double[] features;
    private final State state;

    BoxedShared(FeatureSet set) {
        this.set = set;
        this.windowsMs = set.windowsMs();
        this.features = new double[set.size()];
        this.state = new State();
        for (int w = 0; w < windowsMs.length; w++) {
            state.events.add(new ArrayDeque<>());
            List<BoxedCounts> counts = new ArrayList<>();
            for (int column = 0; column < set.columns(); column++) {
                counts.add(new BoxedCounts());
            }
            state.counts.add(counts);
        }
    }

    @Override
    public void update(long timeMs, double amount, double second) {
        BoxedEvent event = new BoxedEvent(timeMs, amount, set.columns() == 2 ? second : null);
        state.events.get(0).addLast(event);
        for (List<BoxedCounts> window : state.counts) {
            for (int column = 0; column < window.size(); column++) {
                window.get(column).add(event.value(column));
            }
        }
        for (int w = 0; w < windowsMs.length; w++) {
            leave(w, timeMs - windowsMs[w]);
        }
    }

    @Override
    public void updateAndRead(long timeMs, double amount, double second) {
        update(timeMs, amount, second);
        for (int i = 0; i < features.length; i++) {
            Measure measure = set.measureOf(i);
            int window = i % windowsMs.length;
            features[i] =
                    extreme(measure, window).orElseGet(() -> Recomputed.of(measure.kind(), values(measure, window)));
        }
    }

    @Override
    public double feature(int index) {
        return features[index];
    }

    @Override
    public Object state() {
        return state;
    }

    @Override
    public List<Object> shared() {
        return BoxedStructure.sharedIntegers();
    }

    /** How many events are held. */
    int held() {
        return state.events.stream().mapToInt(ArrayDeque::size).sum();
    }

    private void leave(int window, long upToMs) {
        ArrayDeque<BoxedEvent> events = state.events.get(window);
        while (!events.isEmpty() && events.getFirst().timeMs <= upToMs) {
            BoxedEvent gone = events.removeFirst();
            List<BoxedCounts> counts = state.counts.get(window);
            for (int column = 0; column < counts.size(); column++) {
                counts.get(column).remove(gone.value(column));
            }
            if (window + 1 < windowsMs.length) {
                state.events.get(window + 1).addLast(gone);
            }
        }
    }

    private OptionalDouble extreme(Measure measure, int window) {
        return switch (measure.kind()) {
            case MIN ->
                OptionalDouble.of(state.counts.get(window).get(measure.column()).least());
            case MAX ->
                OptionalDouble.of(state.counts.get(window).get(measure.column()).greatest());
            default -> OptionalDouble.empty();
        };
    }

    /** A column over a window, in the order of time: the deques from the window's own to the newest. */
    private double[] values(Measure measure, int window) {
        List<BoxedEvent> held = new ArrayList<>();
        for (int w = window; w >= 0; w--) {
            held.addAll(state.events.get(w));
        }
        return held.stream().mapToDouble(event -> event.value(measure.column())).toArray();
    }

    /** What is kept of an entity. */
    private static final class State {

        /** Per window, ascending, those events that no shorter one holds. */
        private final List<ArrayDeque<BoxedEvent>> events = new ArrayList<>();

        /** Per window, per column. */
        private final List<List<BoxedCounts>> counts = new ArrayList<>();
    }
}
