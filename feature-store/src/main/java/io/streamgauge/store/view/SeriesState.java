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

    /** Bytes of a tile on the heap, about: a few states with their keys. */
    private static final long TILE_BYTES = 250;

    private final SeriesPlan plan;
    private final Series series;
    private final SealedChunks chunks;
    private final @Nullable TextDictionary texts;
    private final List<Recipe> merged;
    private final @Nullable Base base;
    private final Windows windows;
    private final long[] starts;
    private final long[] ends;
    private final long[] endsMs;
    private final SlidingStates sliding;
    private final @Nullable MonotoneQueue[] queues;
    private @Nullable BlockTree tree;
    private final @Nullable Tiles tiles;
    private final Accumulator[] summed;
    private long completeSinceMs = Long.MIN_VALUE;
    private long leftOut;

    SeriesState(SeriesPlan plan) {
        this.plan = plan;
        this.series = new Series(plan.input().valued());
        this.chunks = new SealedChunks(plan.input().texts() ? SealedChunks.TEXTS : SealedChunks.VALUES);
        this.texts = plan.input().texts() ? dictionary() : null;
        List<Recipe> invertible = ordered(plan.invertible(), texts);
        this.merged = ordered(plan.merged(), texts);
        List<Recipe> ever = ordered(plan.ever(plan.invertible()), texts);
        this.base = plan.unbounded()
                ? new Base(
                        ever, ordered(plan.ever(plan.merged()), texts), plan.extremes(), plan.oldest(), plan.newest())
                : null;
        this.windows = plan.placed();
        this.starts = new long[windows.size()];
        this.ends = new long[windows.delays()];
        this.endsMs = new long[windows.delays()];
        this.tiles =
                plan.resolutionMs() == 0 ? null : new Tiles(plan.resolutionMs(), () -> newTile(plan), windows.size());
        this.sliding = new SlidingStates(plan.sliding(), invertible, ever, tiles == null ? base : null);
        this.summed = tiles == null
                ? new Accumulator[0]
                : (plan.invertible().isEmpty() ? plan.merged() : plan.invertible())
                        .stream().map(Recipe::newState).toArray(Accumulator[]::new);
        this.queues = new @Nullable MonotoneQueue[plan.extremes().size() * ends.length];
    }

    /** The state of nothing, as {@link #tiles} hold it. */
    Base newBase() {
        return newTile(plan);
    }

    private static Base newTile(SeriesPlan plan) {
        return new Base(plan.invertible(), plan.merged(), plan.extremes(), 0, 0);
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
                        .<Recipe>map(recipe -> recipe instanceof Unread ? recipe : new Ordered(recipe, texts))
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

        /** Rows name states by this. */
        @Override
        public String toString() {
            return recipe.toString();
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

    @Nullable
    Tiles tiles() {
        return tiles;
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
        long letGoMs = tiles == null ? Long.MIN_VALUE : tiles.newestMs();
        return series.size() == 0 ? letGoMs : series.timeMs(series.end() - 1);
    }

    /** Time of the newest value held with a time up to and including {@code upToMs}, or the earliest moment when there is none. */
    long newestUpToMs(long upToMs) {
        long end = series.endOf(upToMs, series.end());
        if (end > series.first()) {
            return series.timeMs(end - 1);
        }
        long letGoMs = tiles == null ? Long.MIN_VALUE : tiles.newestMs();
        return letGoMs <= upToMs ? letGoMs : Long.MIN_VALUE;
    }

    @Override
    public void take(long timeMs, String text) {
        if (replaced(timeMs)) {
            return;
        }
        take(timeMs, Objects.requireNonNull(texts).use(text));
    }

    @Override
    public void take(long timeMs, double value) {
        if (replaced(timeMs)) {
            return;
        }
        put(timeMs, Double.isNaN(value) ? Double.NaN : value); // one NaN for all
    }

    private void put(long timeMs, double value) {
        if (base != null && tiles == null && base.ends().precedes(timeMs)) {
            putBehind(base, timeMs, value);
            return;
        }
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

    /**
     * Takes in a value older than one that was let go of and that aggregates read by position: no window with a length counts it
     * any more, and those without know its place by its time.
     */
    private void putBehind(Base held, long timeMs, double value) {
        int forgot = held.forgot();
        held.addLate(timeMs, value);
        if (held.forgot() > forgot) {
            sliding.beginAnew();
        } else {
            sliding.addedToBase(timeMs, value);
        }
        if (texts != null) {
            texts.release(value);
        }
    }

    /** Whether a row of this time is older than one that has taken the place of all before it. */
    private boolean replaced(long timeMs) {
        return plan.input().rows()
                && base != null
                && base.count() > 0
                && timeMs < base.ends().newestMs();
    }

    /**
     * Takes out the rows with times after a deletion's: they came before it, so it deleted them. What is let go of is the one
     * row then in force, which goes with them. Rows are read by position, so nothing slides over them.
     */
    void deleteAfter(long timeMs) {
        if (base != null && base.count() > 0 && base.ends().newestMs() > timeMs) {
            base.clear();
        }
        long from = series.upTo(timeMs, series.end());
        if (texts != null) {
            for (long i = from; i < series.end(); i++) {
                texts.release(series.value(i));
            }
        }
        series.dropFrom(from);
        chunks.cutTo(series.size());
    }

    /** Whether no row is known at all. */
    boolean empty() {
        return series.size() == 0 && (base == null || base.count() == 0);
    }

    /** Whether all that is known of the rows is that the last was deleted. */
    boolean deleted() {
        if (!plan.input().rows() || base == null || base.count() == 0 || series.size() > 0) {
            return false;
        }
        double newest = base.ends().newest();
        return texts == null ? newest == RowCell.DELETED : texts.text(newest).equals(RowCell.DELETED_TEXT);
    }

    /** Lets go of what no read as of a moment or later needs; values with a resolution go on in their tiles. */
    void evict(long noReadBeforeMs) {
        dropUpTo(WindowStart.minus(noReadBeforeMs, plan.heldMs()));
        if (tiles != null) {
            long oldestMs = WindowStart.minus(noReadBeforeMs, plan.horizonMs());
            if (tiles.dropUpTo(oldestMs, base)) {
                completeSinceMs = Math.max(completeSinceMs, oldestMs);
            }
        }
    }

    /** Lets go of values with times up to and including {@code timeMs}; of those in a sealed chunk once all of it may go. */
    private void dropUpTo(long timeMs) {
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
        letGo(cut);
        if (texts != null) {
            for (long i = series.first(); i < cut; i++) {
                texts.release(series.value(i));
            }
        }
        series.dropBefore(cut);
        if (tiles == null) {
            // Between the last row let go of and this moment there was no other.
            long sinceMs = plan.input().rows() && base != null ? base.ends().newestMs() : timeMs;
            completeSinceMs = Math.max(completeSinceMs, sinceMs);
        }
    }

    /** Hands over the values before a sequence number to what takes them in. */
    private void letGo(long cut) {
        int forgot = base == null ? 0 : base.forgot();
        for (long i = series.first(); i < cut; i++) {
            if (tiles != null) {
                tiles.add(series.timeMs(i), series.value(i));
            } else if (base != null) {
                base.add(series.timeMs(i), series.value(i));
            }
        }
        if (tiles == null && base != null && base.forgot() > forgot) {
            sliding.beginAnew(); // what the base forgot, windows over it forget too
        }
    }

    /** From now on, windows that end at the very moment of a read leave out so many of the values at their end. */
    void leaveOut(long values) {
        leftOut = values;
    }

    /** Finds where every window begins and ends for a read as of a moment. */
    void locate(long timeMs) {
        windows.locateEnds(series, timeMs, leftOut, endsMs, ends);
        windows.locateStarts(series, endsMs, ends, starts);
        sliding.turnTo(series, starts, ends);
    }

    /** How many values a window holds, those let go of included. */
    long count(int window) {
        long held = end(window) - starts[window];
        return base == null && tiles == null ? held : held + countLetGo(window);
    }

    private long countLetGo(int window) {
        if (tiles != null) {
            Base newest = tiles.newest(startMs(window));
            return before(tiles, window).count() + (newest == null ? 0 : newest.count());
        }
        return windows.unbounded(window) && base != null ? base.count() : 0;
    }

    /** Where a window of a series with a resolution begins. */
    private long startMs(int window) {
        return windows.start(window) instanceof WindowStart.Rounded rounded
                ? rounded.startMs(endsMs[windows.delayOf(window)])
                : Long.MIN_VALUE;
    }

    private Base before(Tiles of, int window) {
        return of.before(window, startMs(window), baseOf(window));
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
        return base != null && windows.unbounded(window) ? base : null;
    }

    /** Sequence number after the last value in a window. */
    long end(int window) {
        return ends[windows.delayOf(window)];
    }

    /** Time of the newest value in or before any window of a delay, or the earliest moment when there is none. */
    long newestMs(int delay) {
        long end = ends[delay];
        long letGoMs = tiles == null ? Long.MIN_VALUE : tiles.newestMs();
        return end > series.first() ? series.timeMs(end - 1) : letGoMs;
    }

    /** Whether the invertible states of all windows are those that the plan holds for reading, the same at every read. */
    boolean readsPlanned() {
        return base == null && tiles == null && sliding.readsPlanned();
    }

    Accumulator[] invertible(int window) {
        Accumulator[] held = sliding.over(series, window, starts[window], end(window));
        return tiles == null ? held : summed(tiles, window, held);
    }

    /** The states of the tiles in a window, and then of the values that are held one by one. */
    private Accumulator[] summed(Tiles of, int window, Accumulator[] held) {
        for (Accumulator state : summed) {
            state.clear();
        }
        before(of, window).mergeAllInto(summed);
        Base newest = of.newest(startMs(window));
        if (newest != null) {
            newest.mergeAllInto(summed);
        }
        for (int i = 0; i < summed.length; i++) {
            summed[i].merge(held[i]);
        }
        return summed;
    }

    Accumulator[] merged(int window) {
        if (tree == null) {
            tree = new BlockTree(merged);
        }
        Accumulator[] held =
                tree.over(series, window, starts[window], end(window), tiles == null ? baseOf(window) : null);
        return tiles == null ? held : summed(tiles, window, held);
    }

    /** The extreme of a window that holds a value. */
    double extreme(int index, int window) {
        if (tiles == null) {
            Base before = baseOf(window);
            return before == null || before.count() == 0
                    ? extremeHeld(index, window)
                    : better(index, before.best(index), window);
        }
        Base full = before(tiles, window);
        Base newest = tiles.newest(startMs(window));
        if (newest == null) {
            return full.count() == 0 ? extremeHeld(index, window) : better(index, full.best(index), window);
        }
        double best = newest.best(index);
        return better(
                index, full.count() == 0 ? best : plan.extremes().get(index).of(full.best(index), best), window);
    }

    /** The extreme of a value and of those held in a window, where there are some. */
    private double better(int index, double best, int window) {
        return starts[window] == end(window) ? best : plan.extremes().get(index).of(best, extremeHeld(index, window));
    }

    private double extremeHeld(int index, int window) {
        long end = end(window);
        int at = index * ends.length + windows.delayOf(window); // a queue serves windows of one end
        MonotoneQueue queue = queues[at];
        if (queue == null) {
            queue = new MonotoneQueue(plan.extremes().get(index), series.first(), starts.length);
            queues[at] = queue;
        }
        return queue.read(series, window, starts[window], end);
    }

    long heapBytes() {
        long bytes = 160 + series.heapBytes() + chunks.heapBytes() + 8L * starts.length + 16L * ends.length;
        bytes += sliding.heapBytes() + (tree == null ? 0 : tree.heapBytes());
        bytes += tiles == null ? 0 : tiles.count() * TILE_BYTES;
        bytes += texts == null ? 0 : texts.heapBytes();
        for (MonotoneQueue queue : queues) {
            bytes += queue == null ? 0 : queue.heapBytes();
        }
        return bytes;
    }
}
