package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.BandedSums;
import io.streamgauge.store.aggregate.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The invertible states of all windows of a series.
 *
 * <p>Sums are kept in a band of exponents, as running sums: one up to each end that windows have in common, one up to the
 * start of each window. A value that comes is added once, one that leaves a window once more; the window's sum is the difference. While the
 * values do not fit into a band, and for unbounded windows, and for all other states, each window has {@link WindowStates}. A band
 * is looked for in all values held, but not again before as many more have come: amortised O(1) per value.
 *
 * <p>A read first {@link #turnTo turns to} where all windows are, once, then reads one after another. Not thread-safe.
 */
final class SlidingStates {

    private final SlidingPlan plan;
    private final List<Recipe> recipes;
    private final List<Recipe> ever;
    private final @Nullable Base base;
    private final @Nullable WindowStates[] kept;
    /** By run, the sequence number up to which it is summed: runs up to the ends, then those up to the windows' starts. */
    private final long[] summedTo;

    private @Nullable BandedSums sums;
    private long nextSearch = Long.MIN_VALUE;

    /**
     * States over nothing.
     *
     * @param recipes those of the plan, as this series makes states of them
     * @param ever the same for unbounded windows
     * @param base what was let go of and still counts in unbounded windows; null when there are none
     */
    SlidingStates(SlidingPlan plan, List<Recipe> recipes, List<Recipe> ever, @Nullable Base base) {
        this.plan = plan;
        this.recipes = recipes;
        this.ever = ever;
        this.base = base;
        this.kept = new @Nullable WindowStates[plan.windows()];
        this.summedTo = new long[plan.ends() + plan.summed().length];
    }

    /**
     * Turns to where windows are.
     *
     * @param starts by window, sequence number of its first value
     * @param ends by end, sequence number after the last value
     */
    void turnTo(Series series, long[] starts, long[] ends) {
        if (plan.summed().length == 0 || (sums == null && !search(series))) {
            return;
        }
        if (move(series, starts, ends) || (search(series) && move(series, starts, ends))) {
            show();
        } else {
            leaveBand();
        }
    }

    /** Makes the sums of all windows what is read. */
    private void show() {
        BandedSums all = Objects.requireNonNull(sums);
        int run = plan.ends();
        for (int window : plan.summed()) {
            all.difference(plan.endOf(window), run++, plan.read(window));
        }
    }

    /** Whether the states of all windows but unbounded ones are those that the plan holds for reading. */
    boolean readsPlanned() {
        return sums != null && !plan.mixed();
    }

    /** The states of a window turned to, over {@code [start, end)}, in the order of the recipes; valid until the next turn. */
    Accumulator[] over(Series series, int window, long start, long end) {
        if (sums == null || plan.unbounded(window)) {
            return kept(window, start).over(series, start, end);
        }
        if (plan.mixed()) {
            plan.show(window, kept(window, start).over(series, start, end));
        }
        return plan.read(window);
    }

    private WindowStates kept(int window, long start) {
        WindowStates states = kept[window];
        if (states == null) {
            boolean unbounded = plan.unbounded(window);
            List<Recipe> ofWindow = unbounded ? ever : sums != null ? plan.others() : recipes;
            states = new WindowStates(ofWindow, unbounded ? base : null, start);
            kept[window] = states;
        }
        return states;
    }

    /** Begins anew in a band that holds all values, if it is time to look for one and there is one. */
    private boolean search(Series series) {
        if (series.end() < nextSearch) {
            return false;
        }
        nextSearch = series.end() + series.size();
        int least = Integer.MAX_VALUE;
        int greatest = 0;
        for (long i = series.first(); i < series.end(); i++) {
            int exponent = BandedSums.exponent(series.value(i));
            if (exponent == BandedSums.NONE) {
                return false;
            }
            if (exponent != BandedSums.ZERO) {
                least = Math.min(least, exponent);
                greatest = Math.max(greatest, exponent);
            }
        }
        BandedSums anew = sums == null ? new BandedSums(plan.all(), summedTo.length) : sums;
        if (series.size() > BandedSums.MOST_VALUES || !anew.restart(Math.min(least, greatest), greatest)) {
            return false;
        }
        if (sums == null) {
            forget();
            sums = anew;
        }
        Arrays.fill(summedTo, series.end());
        return true;
    }

    private void leaveBand() {
        sums = null;
        forget();
    }

    private void forget() {
        for (int window = 0; window < kept.length; window++) {
            if (!plan.unbounded(window)) {
                kept[window] = null;
            }
        }
    }

    /** Moves the ends of the windows and their starts; false when a value does not fit, or a window has too many. */
    private boolean move(Series series, long[] starts, long[] ends) {
        BandedSums all = Objects.requireNonNull(sums);
        boolean fits = true;
        for (int end = 0; end < plan.ends(); end++) {
            fits &= sumTo(series, all, end, ends[end]);
        }
        int run = plan.ends();
        for (int window : plan.summed()) {
            long start = starts[window];
            long end = ends[plan.endOf(window)];
            if (Math.abs(start - summedTo[run]) > end - start) { // nearer from the window's other side
                all.copy(plan.endOf(window), run);
                summedTo[run] = end;
            }
            fits &= end - start <= BandedSums.MOST_VALUES && sumTo(series, all, run, start);
            run++;
        }
        return fits;
    }

    /** Takes a running sum to a sequence number; false when a value does not fit. */
    private boolean sumTo(Series series, BandedSums all, int run, long sequence) {
        boolean fits = true;
        while (summedTo[run] < sequence && fits) {
            fits = all.add(run, series.value(summedTo[run]++));
        }
        while (summedTo[run] > sequence && fits) {
            fits = all.subtract(run, series.value(--summedTo[run]));
        }
        return fits;
    }

    /** A value was put in at a sequence number. */
    void inserted(Series series, long sequence) {
        for (WindowStates states : kept) {
            if (states != null) {
                states.inserted(series, sequence);
            }
        }
        if (sums == null) {
            return;
        }
        double value = series.value(sequence);
        boolean fits = true;
        for (int run = 0; run < summedTo.length; run++) {
            if (sequence < summedTo[run]) {
                summedTo[run]++;
                fits &= sums.add(run, value);
            }
        }
        if (!fits && !search(series)) {
            leaveBand();
        }
    }

    /** The series is about to let go of values. */
    void dropBefore(Series series, long sequence) {
        for (WindowStates states : kept) {
            if (states != null) {
                states.dropBefore(series, sequence);
            }
        }
        if (sums == null) {
            return;
        }
        boolean fits = true;
        for (int run = 0; run < summedTo.length; run++) {
            fits &= summedTo[run] >= sequence || sumTo(series, sums, run, sequence);
        }
        if (!fits && !search(series)) {
            leaveBand();
        }
    }

    /** The base has taken in a value that no series held. */
    void addedToBase(long timeMs, double value) {
        for (int window = 0; window < kept.length; window++) {
            WindowStates states = kept[window];
            if (plan.unbounded(window) && states != null) {
                states.addedToBase(timeMs, value);
            }
        }
    }

    /** The base has forgotten what unbounded windows still hold: they are made again from it. */
    void beginAnew() {
        for (int window = 0; window < kept.length; window++) {
            if (plan.unbounded(window)) {
                kept[window] = null;
            }
        }
    }

    /** Bytes on the heap, about. */
    long heapBytes() {
        long bytes = 80 + 12L * kept.length + (sums == null ? 0 : sums.heapBytes());
        for (WindowStates states : kept) {
            bytes += states == null ? 0 : states.heapBytes();
        }
        return bytes;
    }
}
