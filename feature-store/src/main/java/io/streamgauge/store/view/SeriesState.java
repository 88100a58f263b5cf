package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Recipe;
import io.streamgauge.store.aggregate.ValueOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entity's series with all that slides over it. The series is what rows keep; the rest is made from it when it is first
 * asked for. Not thread-safe.
 */
final class SeriesState implements SeriesInput.Sink {

    private final SeriesPlan plan;
    private final Series series;
    private final SealedChunks chunks = new SealedChunks();
    private final @Nullable TextDictionary texts;
    private final List<Recipe> merged;
    private final @Nullable Base base;
    private final PlacedWindow[] windows;
    private final long[] starts;
    private final long[] delaysMs;
    private final long[] ends;
    private final long[] endsMs;
    private final SlidingStates sliding;
    private final @Nullable MonotoneQueue[] queues;
    private @Nullable BlockTree tree;
    private long completeSinceMs = Long.MIN_VALUE;
    private long leftOut;

    SeriesState(SeriesPlan plan) {
        this.plan = plan;
        this.series = new Series(plan.input().valued());
        this.texts = plan.input().texts() ? dictionary() : null;
        List<Recipe> invertible = ordered(plan.invertible(), texts);
        this.merged = ordered(plan.merged(), texts);
        this.base =
                plan.unbounded() ? new Base(invertible, merged, plan.extremes(), plan.oldest(), plan.newest()) : null;
        this.windows = plan.placed();
        this.starts = new long[windows.length];
        this.delaysMs = plan.delays();
        this.ends = new long[delaysMs.length];
        this.endsMs = new long[delaysMs.length];
        this.sliding = new SlidingStates(plan.sliding(), invertible, base);
        this.queues = new @Nullable MonotoneQueue[plan.extremes().size() * delaysMs.length];
    }

    private TextDictionary dictionary() {
        return plan.unbounded()
                ? new TextDictionary(each -> Objects.requireNonNull(base).held(each))
                : new TextDictionary();
    }

    /** Recipes of states that see values in the order of their texts. */
    private static List<Recipe> ordered(List<Recipe> recipes, @Nullable TextDictionary texts) {
        return texts == null
                ? recipes
                : recipes.stream()
                        .<Recipe>map(recipe -> new Ordered(recipe, texts))
                        .toList();
    }

    private record Ordered(Recipe recipe, ValueOrder order) implements Recipe {

        @Override
        public Accumulator newState() {
            return recipe.newState(order);
        }

        @Override
        public long stateBytes(long values) {
            return recipe.stateBytes(values);
        }
    }

    /** The texts that values stand for; null when they are numbers. */
    @Nullable
    TextDictionary texts() {
        return texts;
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
    public void take(long timeMs, String text) {
        take(timeMs, Objects.requireNonNull(texts).use(text));
    }

    @Override
    public void take(long timeMs, double value) {
        long sequence = series.insert(timeMs, value);
        chunks.inserted(sequence - series.first());
        if (sequence == series.end() - 1) {
            return; // nothing that slides has come this far
        }
        sliding.inserted(series, sequence);
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
        sliding.dropBefore(series, cut);
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
        if (texts != null) {
            for (long i = series.first(); i < cut; i++) {
                texts.release(series.value(i));
            }
        }
        series.dropBefore(cut);
        completeSinceMs = Math.max(completeSinceMs, timeMs);
    }

    /** From now on, windows that end at the very moment of a read leave out so many of the values at their end. */
    void leaveOut(long values) {
        leftOut = values;
    }

    /** Finds where every window begins and ends for a read as of a moment. */
    void locate(long timeMs) {
        for (int delay = 0; delay < ends.length; delay++) {
            endsMs[delay] = WindowStart.minus(timeMs, delaysMs[delay]);
            ends[delay] = series.endOf(endsMs[delay], ends[delay]) - (delaysMs[delay] == 0 ? leftOut : 0);
        }
        for (int window = 0; window < starts.length; window++) {
            int delay = windows[window].delay();
            starts[window] = windows[window].start().of(series, ends[delay], endsMs[delay], starts[window]);
        }
    }

    /** How many values a window holds, those let go of included. */
    long count(int window) {
        long held = end(window) - starts[window];
        return base != null && windows[window].unbounded() ? base.count() + held : held;
    }

    /** Where the located windows of a delay end, in milliseconds. */
    long endMs(int delay) {
        return endsMs[delay];
    }

    /** Sequence number of the first value in a window. */
    long start(int window) {
        return starts[window];
    }

    /** What came before a window's first value held and still counts; null when nothing does. */
    @Nullable
    Base baseOf(int window) {
        return windows[window].unbounded() ? base : null;
    }

    /** Sequence number after the last value in a window. */
    long end(int window) {
        return ends[windows[window].delay()];
    }

    /** Time of the newest value in or before any window of a delay, or the earliest moment when there is none. */
    long newestMs(int delay) {
        long end = ends[delay];
        return end > series.first() ? series.timeMs(end - 1) : Long.MIN_VALUE;
    }

    Accumulator[] invertible(int window) {
        return sliding.over(series, window, starts[window], end(window));
    }

    Accumulator[] merged(int window) {
        if (tree == null) {
            tree = new BlockTree(merged);
        }
        return tree.over(series, window, starts[window], end(window), windows[window].unbounded() ? base : null);
    }

    /** The extreme of a window that holds a value. */
    double extreme(int index, int window) {
        long end = end(window);
        if (starts[window] == end) {
            return base == null ? Double.NaN : base.best(index);
        }
        int at = index * ends.length + windows[window].delay(); // a queue serves windows of one end
        MonotoneQueue queue = queues[at];
        if (queue == null) {
            queue = new MonotoneQueue(plan.extremes().get(index), series.first());
            queues[at] = queue;
        }
        double best = queue.read(series, starts[window], end);
        if (base != null && windows[window].unbounded() && base.count() > 0) {
            return plan.extremes().get(index).of(base.best(index), best);
        }
        return best;
    }

    long heapBytes() {
        long bytes = 160 + series.heapBytes() + chunks.heapBytes() + 8L * starts.length + 16L * ends.length;
        bytes += sliding.heapBytes() + (tree == null ? 0 : tree.heapBytes());
        bytes += texts == null ? 0 : texts.heapBytes();
        for (MonotoneQueue queue : queues) {
            bytes += queue == null ? 0 : queue.heapBytes();
        }
        return bytes;
    }
}
