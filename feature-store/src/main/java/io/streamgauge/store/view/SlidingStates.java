package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.BandedSums;
import io.streamgauge.store.aggregate.Recipe;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invertible states of all windows of a series.
 *
 * <p>Sums are kept in a band of exponents, as running sums: one up to each end that windows have in common, one up to the
 * start of each window. A value that comes is added once, one that leaves a window once more; the window's sum is the difference. While the
 * values do not fit into a band, and for unbounded windows, and for all other states, each window has {@link WindowStates}. A band
 * is looked for in all values held, but not again before as many more have come: amortised O(1) per value. Not thread-safe.
 */
final class SlidingStates {

    private final SlidingPlan plan;
    private final List<Recipe> recipes;
    private final @Nullable Base base;
    private final @Nullable WindowStates[] kept;
    private final long[] ends;
    private final long[] starts;
    private @Nullable BandedSums sums;
    private boolean banded;
    private long nextSearch = Long.MIN_VALUE;
    private long version;

    /**
     * States over nothing.
     *
     * @param recipes those of the plan, as this series makes states of them
     * @param base what was let go of and still counts in unbounded windows; null when there are none
     */
    SlidingStates(SlidingPlan plan, List<Recipe> recipes, @Nullable Base base) {
        this.plan = plan;
        this.recipes = recipes;
        this.base = base;
        this.kept = new @Nullable WindowStates[plan.windows()];
        this.ends = new long[plan.ends()];
        this.starts = new long[plan.windows()];
    }

    /** The states of a window over {@code [start, newEnd)}, in the order of the recipes; valid until the next call. */
    Accumulator[] over(Series series, int window, long start, long newEnd) {
        if (plan.unbounded(window) || !plan.sums() || !slide(series, window, start, newEnd)) {
            return kept(window, start).over(series, start, newEnd);
        }
        Accumulator[] states = plan.read(window);
        if (plan.outdated(window, this, version)) {
            banded().difference(plan.endOf(window), toStart(window), states);
        }
        if (plan.mixed()) {
            plan.show(window, kept(window, start).over(series, start, newEnd));
        }
        return states;
    }

    private WindowStates kept(int window, long start) {
        WindowStates states = kept[window];
        if (states == null) {
            boolean unbounded = plan.unbounded(window);
            states = new WindowStates(banded && !unbounded ? plan.others() : recipes, unbounded ? base : null, start);
            kept[window] = states;
        }
        return states;
    }

    /** Moves the running sums of a window; false when there are none. */
    private boolean slide(Series series, int window, long start, long newEnd) {
        if (banded && starts[window] == start && ends[plan.endOf(window)] == newEnd) {
            return true;
        }
        if (!banded && !search(series)) {
            return false;
        }
        if (move(series, window, start, newEnd)) {
            return true;
        }
        if (!search(series)) {
            leaveBand();
            return false;
        }
        return move(series, window, start, newEnd);
    }

    private BandedSums banded() {
        if (sums == null) {
            sums = new BandedSums(plan.all(), ends.length + starts.length);
        }
        return sums;
    }

    /** The running sum up to the start of a window; those up to the ends come first. */
    private int toStart(int window) {
        return ends.length + window;
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
        if (series.size() > BandedSums.MOST_VALUES || !banded().restart(Math.min(least, greatest), greatest)) {
            return false;
        }
        if (!banded) {
            forget();
            banded = true;
        }
        Arrays.fill(ends, series.end());
        Arrays.fill(starts, series.end());
        version++;
        return true;
    }

    private void leaveBand() {
        banded = false;
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

    /** Moves the end of a window and its start; false when a value does not fit. */
    private boolean move(Series series, int window, long start, long newEnd) {
        version++;
        BandedSums all = banded();
        int toEnd = plan.endOf(window);
        boolean fits = newEnd - start <= BandedSums.MOST_VALUES;
        while (ends[toEnd] < newEnd && fits) {
            fits = all.add(toEnd, series.value(ends[toEnd]++));
        }
        while (ends[toEnd] > newEnd && fits) {
            fits = all.subtract(toEnd, series.value(--ends[toEnd]));
        }
        int toStart = toStart(window);
        if (Math.abs(start - starts[window]) > newEnd - start) {
            all.copy(toEnd, toStart);
            starts[window] = newEnd;
        }
        while (starts[window] < start && fits) {
            fits = all.add(toStart, series.value(starts[window]++));
        }
        while (starts[window] > start && fits) {
            fits = all.subtract(toStart, series.value(--starts[window]));
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
        if (!banded) {
            return;
        }
        version++;
        double value = series.value(sequence);
        boolean fits = true;
        for (int end = 0; end < ends.length; end++) {
            if (sequence < ends[end]) {
                ends[end]++;
                fits &= banded().add(end, value);
            }
        }
        for (int window = 0; window < starts.length; window++) {
            if (sequence < starts[window]) {
                starts[window]++;
                fits &= banded().add(toStart(window), value);
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
        if (!banded) {
            return;
        }
        version++;
        boolean fits = true;
        for (int end = 0; end < ends.length; end++) {
            while (ends[end] < sequence && fits) {
                fits = banded().add(end, series.value(ends[end]++));
            }
        }
        for (int window = 0; window < starts.length; window++) {
            while (starts[window] < sequence && fits) {
                fits = banded().add(toStart(window), series.value(starts[window]++));
            }
        }
        if (!fits && !search(series)) {
            leaveBand();
        }
    }

    /** Bytes on the heap, about. */
    long heapBytes() {
        long bytes = 80 + 12L * starts.length + (sums == null ? 0 : sums.heapBytes());
        for (WindowStates states : kept) {
            bytes += states == null ? 0 : states.heapBytes();
        }
        return bytes;
    }
}
