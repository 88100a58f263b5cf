package io.streamgauge.store.backfill.training;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was read of one source. Not thread-safe. */
public final class SourceRead {

    private static final int REFUSED_SHOWN = 5;

    /**
     * Offsets read of one partition, or rows of one file.
     *
     * @param first the first offset or row, from 0
     * @param last the last
     */
    public record Range(long first, long last) {}

    private final Map<String, Range> ranges = new TreeMap<>();
    private final List<String> refusedFirst = new ArrayList<>();
    private long events;
    private long late;
    private long refused;
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;

    void took(Event event) {
        events++;
        firstMs = Math.min(firstMs, event.timeMs());
        lastMs = Math.max(lastMs, event.timeMs());
    }

    void saw(String place, Origin origin) {
        ranges.merge(
                place,
                new Range(origin.offset(), origin.offset()),
                (before, now) -> new Range(Math.min(before.first(), now.first()), Math.max(before.last(), now.last())));
    }

    void cameLate() {
        late++;
    }

    void refuse(String why) {
        refused++;
        if (refusedFirst.size() < REFUSED_SHOWN) {
            refusedFirst.add(why);
        }
    }

    /** Events that count. */
    public long events() {
        return events;
    }

    /** Events further behind than the source's lateness; they count for nothing, as in the stream. */
    public long late() {
        return late;
    }

    /** Records that are no event, or break a rule. */
    public long refused() {
        return refused;
    }

    /** Why, of the first few. */
    public List<String> refusedFirst() {
        return List.copyOf(refusedFirst);
    }

    /** Least event time; the latest long when there is none. */
    public long firstMs() {
        return firstMs;
    }

    /** Greatest event time; the earliest long when there is none. */
    public long lastMs() {
        return lastMs;
    }

    /** What was read, by {@code topic-partition}, or by file. */
    public Map<String, Range> ranges() {
        return ranges;
    }
}
