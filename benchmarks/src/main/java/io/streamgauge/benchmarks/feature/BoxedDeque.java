package io.streamgauge.benchmarks.feature;

import java.util.ArrayDeque;

/**
 * The least that boxed events can be kept in: one {@code ArrayDeque} for all windows and features, nothing beside it, every
 * feature computed anew at a read, extremes too. Exact, and O(events in the window) to read. Per event 76 bytes with one
 * column and 100 with two (layouts at {@link BoxedEvent}).
 */
final class BoxedDeque implements FeatureEngine {

    private final FeatureSet set;
    private final double[] features;
    private final ArrayDeque<BoxedEvent> events = new ArrayDeque<>();

    BoxedDeque(FeatureSet set) {
        this.set = set;
        this.features = new double[set.size()];
    }

    @Override
    public void update(long timeMs, double amount, double second) {
        events.addLast(new BoxedEvent(timeMs, amount, set.columns() == 2 ? second : null));
        while (events.getFirst().timeMs <= timeMs - set.longestMs()) {
            events.removeFirst();
        }
    }

    @Override
    public void updateAndRead(long timeMs, double amount, double second) {
        update(timeMs, amount, second);
        for (int i = 0; i < features.length; i++) {
            Measure measure = set.measureOf(i);
            long afterMs = timeMs - set.windowMsOf(i);
            features[i] = Recomputed.of(
                    measure.kind(),
                    events.stream()
                            .filter(event -> event.timeMs > afterMs)
                            .mapToDouble(event -> event.value(measure.column()))
                            .toArray());
        }
    }

    @Override
    public double feature(int index) {
        return features[index];
    }

    @Override
    public Object state() {
        return events;
    }

    /** How many events are held. */
    int held() {
        return events.size();
    }
}
