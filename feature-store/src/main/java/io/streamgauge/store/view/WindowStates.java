package io.streamgauge.store.view;

import io.streamgauge.store.aggregate.Accumulator;
import io.streamgauge.store.aggregate.Invertible;
import io.streamgauge.store.aggregate.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The invertible states of one window. It follows the window wherever it goes, forwards or back, by taking in the values
 * that entered and giving back those that left: amortised O(1) per value. Since states are exact, where it has been leaves
 * no trace. Not thread-safe.
 */
final class WindowStates {

    private final Invertible[] states;
    private final @Nullable Base base;
    private long start;
    private long end;

    /**
     * States over nothing.
     *
     * @param base what was let go of and still counts, for an unbounded window; null for others
     */
    WindowStates(List<Recipe> recipes, @Nullable Base base, long first) {
        this.states = new Invertible[recipes.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = (Invertible) recipes.get(i).newState();
        }
        this.base = base;
        this.start = first;
        this.end = first;
        mergeBase();
    }

    /** The states over {@code [newStart, newEnd)}. */
    Accumulator[] over(Series series, long newStart, long newEnd) {
        long moves = Math.abs(newStart - start) + Math.abs(newEnd - end);
        if (moves > newEnd - newStart + 1) {
            restart(newStart);
        }
        if (end > newEnd && !remembers()) {
            restart(newStart);
        }
        while (start > newStart) {
            add(series, --start);
        }
        while (end < newEnd) {
            add(series, end++);
        }
        while (start < newStart) {
            remove(series, start++);
        }
        while (end > newEnd) {
            remove(series, --end);
        }
        return states;
    }

    /** A value was put in at a sequence number. */
    void inserted(Series series, long sequence) {
        if (sequence <= start) {
            start++;
            end++;
        } else if (sequence < end) {
            add(series, sequence);
            end++;
        }
    }

    /** The series is about to let go of values; an unbounded window's go on to count. */
    void dropBefore(Series series, long sequence) {
        if (base != null) {
            while (start > series.first()) { // put in before all others since the last read
                add(series, --start);
            }
            while (end < sequence) {
                add(series, end++);
            }
            start = Math.max(start, sequence);
            return;
        }
        if (end <= sequence) {
            restart(sequence);
        }
        while (start < sequence) {
            remove(series, start++);
        }
    }

    /** Bytes on the heap, about. */
    long heapBytes() {
        return 64 + 250L * states.length;
    }

    /** The base has taken in a value that the series never held. */
    void addedToBase(long timeMs, double value) {
        for (Invertible state : states) {
            state.add(timeMs, value);
        }
    }

    private boolean remembers() {
        for (Invertible state : states) {
            if (!state.remembers()) {
                return false;
            }
        }
        return true;
    }

    private void restart(long at) {
        for (Invertible state : states) {
            state.clear();
        }
        mergeBase();
        start = at;
        end = at;
    }

    private void mergeBase() {
        if (base != null) {
            base.mergeInto(states);
        }
    }

    private void add(Series series, long sequence) {
        long timeMs = series.timeMs(sequence);
        double value = series.value(sequence);
        for (Invertible state : states) {
            state.add(timeMs, value);
        }
    }

    private void remove(Series series, long sequence) {
        long timeMs = series.timeMs(sequence);
        double value = series.value(sequence);
        for (Invertible state : states) {
            state.remove(timeMs, value);
        }
    }
}
