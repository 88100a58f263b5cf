package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import org.jspecify.annotations.Nullable;

/**
 * One entity's series with all that slides over it. The series is what rows keep; the rest is made from it when it is first
 * asked for. Not thread-safe.
 */
final class SeriesState implements SeriesInput.Sink {

    private final SeriesPlan plan;
    private final Series series;
    private final SealedChunks chunks = new SealedChunks();
    private final @Nullable Base base;
    private final WindowStart[] windows;
    private final boolean[] unbounded;
    private final long[] starts;
    private final @Nullable SlidingStates[] sliding;
    private final @Nullable MonotoneQueue[] queues;
    private @Nullable BlockTree tree;
    private long completeSinceMs = Long.MIN_VALUE;
    private long end;
    private long endMs;

    SeriesState(SeriesPlan plan) {
        this.plan = plan;
        this.series = new Series(plan.input().valued());
        this.base = plan.unbounded() ? newBase(plan) : null;
        this.windows = plan.starts();
        this.unbounded = plan.unboundedWindows();
        this.starts = new long[windows.length];
        this.sliding = new @Nullable SlidingStates[windows.length];
        this.queues = new @Nullable MonotoneQueue[plan.extremes().size()];
    }

    private static Base newBase(SeriesPlan plan) {
        return new Base(plan.invertible(), plan.merged(), plan.extremes(), plan.oldest(), plan.newest());
    }

    SeriesPlan plan() {
        return plan;
    }

    Series series() {
        return series;
    }

    SealedChunks chunks() {
        return chunks;
    }

    @Nullable
    Base base() {
        return base;
    }

    /** Values with later times are all here; the earliest long when nothing is missing. */
    long completeSinceMs() {
        return completeSinceMs;
    }

    void completeSinceMs(long timeMs) {
        completeSinceMs = timeMs;
    }

    /** Time of the newest value held, or the earliest moment when there is none. */
    long lastMs() {
        return series.size() == 0 ? Long.MIN_VALUE : series.timeMs(series.end() - 1);
    }

    @Override
    public void take(long timeMs, double value) {
        long sequence = series.insert(timeMs, value);
        chunks.inserted(sequence - series.first());
        if (sequence == series.end() - 1) {
            return; // nothing that slides has come this far
        }
        for (SlidingStates states : sliding) {
            if (states != null) {
                states.inserted(series, sequence);
            }
        }
        for (MonotoneQueue queue : queues) {
            if (queue != null) {
                queue.inserted(series, sequence);
            }
        }
        if (tree != null) {
            tree.inserted(sequence);
        }
    }

    /** Lets go of values with times up to and including {@code timeMs}; of those in a sealed chunk once all of it may go. */
    void dropUpTo(long timeMs) {
        if (series.size() == 0 || series.timeMs(series.first()) > timeMs) {
            return;
        }
        long cut = series.upTo(timeMs, series.first());
        cut = series.first() + chunks.dropWhole(cut - series.first());
        if (cut == series.first()) {
            return;
        }
        for (SlidingStates states : sliding) {
            if (states != null) {
                states.dropBefore(series, cut);
            }
        }
        for (MonotoneQueue queue : queues) {
            if (queue != null) {
                queue.dropBefore(cut);
            }
        }
        if (tree != null) {
            tree.dropBefore(cut);
        }
        if (base != null) {
            for (long i = series.first(); i < cut; i++) {
                base.add(series.timeMs(i), series.value(i));
            }
        }
        series.dropBefore(cut);
        completeSinceMs = Math.max(completeSinceMs, timeMs);
    }

    /** Finds where every window that ends at a moment begins. */
    void locate(long newEndMs) {
        endMs = newEndMs;
        end = series.endOf(endMs);
        for (int window = 0; window < starts.length; window++) {
            starts[window] = windows[window].of(series, end, endMs, starts[window]);
        }
    }

    /** How many values a window holds, those let go of included. */
    long count(int window) {
        return end - starts[window] + (unbounded[window] && base != null ? base.count() : 0);
    }

    /** Where the located windows end, in milliseconds. */
    long endMs() {
        return endMs;
    }

    /** Sequence number of the first value in a window. */
    long start(int window) {
        return starts[window];
    }

    /** What came before a window's first value held and still counts; null when nothing does. */
    @Nullable
    Base baseOf(int window) {
        return unbounded[window] ? base : null;
    }

    /** Sequence number after the last value in every window. */
    long end() {
        return end;
    }

    /** Time of the newest value in or before any window, or the earliest moment when there is none. */
    long newestMs() {
        return end > series.first() ? series.timeMs(end - 1) : Long.MIN_VALUE;
    }

    Accumulator[] invertible(int window) {
        SlidingStates states = sliding[window];
        if (states == null) {
            states = new SlidingStates(plan.invertible(), unbounded[window] ? base : null, starts[window]);
            sliding[window] = states;
        }
        return states.over(series, starts[window], end);
    }

    Accumulator[] merged(int window) {
        if (tree == null) {
            tree = new BlockTree(plan.merged());
        }
        return tree.over(series, starts[window], end, unbounded[window] ? base : null);
    }

    /** The extreme of a window that holds a value. */
    double extreme(int index, int window) {
        if (starts[window] == end) {
            return base == null ? Double.NaN : base.best(index);
        }
        MonotoneQueue queue = queues[index];
        if (queue == null) {
            queue = new MonotoneQueue(plan.extremes().get(index), series.first());
            queues[index] = queue;
        }
        double best = queue.read(series, starts[window], end);
        if (unbounded[window] && base != null && base.count() > 0) {
            return plan.extremes().get(index).of(base.best(index), best);
        }
        return best;
    }

    long heapBytes() {
        return 200 + series.heapBytes() + 200L * starts.length;
    }
}
