package io.streamgauge.store.view;

import io.streamgauge.store.event.Event;
import java.util.List;

/** Counts the values that events give a series. Not thread-safe. */
final class ValueCount implements SeriesInput.Sink {

    private long values;

    private ValueCount() {}

    static long of(List<Event> events, SeriesInput input) {
        ValueCount count = new ValueCount();
        events.forEach(event -> input.give(event, count));
        return count.values;
    }

    @Override
    public void take(long timeMs, double value) {
        values++;
    }

    @Override
    public void take(long timeMs, String text) {
        values++;
    }
}
