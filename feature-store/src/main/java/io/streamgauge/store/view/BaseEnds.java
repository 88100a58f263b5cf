package io.streamgauge.store.view;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;
import java.util.function.DoubleConsumer;

/**
 * The first and the last values of a run that is not held otherwise, as many as aggregates read by position: what an
 * unbounded window needs for {@code first} and {@code last}. Not thread-safe.
 *
 * <pre>
 *   written   number of oldest held (varint), these, oldest first; number of newest held (varint), these, oldest first: time
 *             (8) and value (8) each. So they are read where more or fewer are held
 * </pre>
 */
final class BaseEnds {

    private final long[] oldestTimes;
    private final double[] oldestValues;
    /** Rings: the value at place i of the run is at i modulo their length. */
    private final long[] newestTimes;

    private final double[] newestValues;
    private long count;

    /**
     * Ends of nothing.
     *
     * @param oldest how many of the oldest values are held
     * @param newest how many of the newest values are held
     */
    BaseEnds(int oldest, int newest) {
        oldestTimes = new long[oldest];
        oldestValues = new double[oldest];
        newestTimes = new long[newest];
        newestValues = new double[newest];
    }

    /** How many values the run has. */
    long count() {
        return count;
    }

    /** Becomes the ends of nothing. */
    void clear() {
        count = 0;
    }

    /** Whether a value of a time has its place before one that is held, so that it is not the run's next. */
    boolean precedes(long timeMs) {
        if (count == 0) {
            return false;
        }
        return newestTimes.length > 0
                ? timeMs < newestTimes[ring(count - 1)]
                : oldestTimes.length > 0 && timeMs < oldestTimes[oldestHeld() - 1];
    }

    /** Takes in a value that comes late, at its place in time: after those of its own time, before later ones. */
    void addLate(long timeMs, double value) {
        int at = oldestHeld();
        while (at > 0 && oldestTimes[at - 1] > timeMs) {
            at--;
        }
        if (at < oldestTimes.length) {
            int later = Math.min(oldestHeld(), oldestTimes.length - 1) - at;
            System.arraycopy(oldestTimes, at, oldestTimes, at + 1, later);
            System.arraycopy(oldestValues, at, oldestValues, at + 1, later);
            oldestTimes[at] = timeMs;
            oldestValues[at] = value;
        }
        int held = newestHeld();
        long[] times = new long[held + 1];
        double[] values = new double[held + 1];
        int to = 0;
        boolean in = false;
        for (long place = count - held; place < count; place++) {
            if (!in && newestTimes[ring(place)] > timeMs) {
                in = true;
                times[to] = timeMs;
                values[to++] = value;
            }
            times[to] = newestTimes[ring(place)];
            values[to++] = newestValues[ring(place)];
        }
        if (!in) {
            times[to] = timeMs;
            values[to] = value;
        }
        count++;
        for (int i = 1; i <= newestHeld(); i++) {
            newestTimes[ring(count - i)] = times[held + 1 - i];
            newestValues[ring(count - i)] = values[held + 1 - i];
        }
    }

    /** Takes in the run's next value. */
    void add(long timeMs, double value) {
        if (count < oldestTimes.length) {
            oldestTimes[(int) count] = timeMs;
            oldestValues[(int) count] = value;
        }
        if (newestTimes.length > 0) {
            int at = (int) (count % newestTimes.length);
            newestTimes[at] = timeMs;
            newestValues[at] = value;
        }
        count++;
    }

    /** Event time of the run's last value, which is held. */
    long newestMs() {
        return timeMs(count - 1);
    }

    /** The run's last value, which is held. */
    double newest() {
        return value(count - 1);
    }

    /** Event time of a value by its place in the run, in milliseconds. */
    long timeMs(long place) {
        return place < oldestTimes.length ? oldestTimes[(int) place] : newestTimes[ring(place)];
    }

    double value(long place) {
        return place < oldestValues.length ? oldestValues[(int) place] : newestValues[ring(place)];
    }

    private int ring(long place) {
        if (place < count - newestTimes.length || place >= count) {
            throw new IllegalStateException("value " + place + " of " + count + " is not held; the first "
                    + oldestTimes.length + " and the last " + newestTimes.length + " are");
        }
        return (int) (place % newestTimes.length);
    }

    /** Hands over each value held. */
    void held(DoubleConsumer each) {
        for (int i = 0; i < oldestHeld(); i++) {
            each.accept(oldestValues[i]);
        }
        for (int i = 0; i < newestHeld(); i++) {
            each.accept(newestValues[i]);
        }
    }

    /** Replaces them by the ends in an early row, of a run of {@code newCount} values: these sizes, without the numbers. */
    void readInOrder(long newCount, ByteReader in) {
        count = newCount;
        for (int i = 0; i < oldestHeld(); i++) {
            oldestTimes[i] = in.nextLong();
            oldestValues[i] = in.nextDouble();
        }
        for (long place = count - newestHeld(); place < count; place++) {
            newestTimes[ring(place)] = in.nextLong();
            newestValues[ring(place)] = in.nextDouble();
        }
    }

    void write(ByteWriter out) {
        out.putVarint(oldestHeld());
        for (int i = 0; i < oldestHeld(); i++) {
            out.putLong(oldestTimes[i]);
            out.putDouble(oldestValues[i]);
        }
        out.putVarint(newestHeld());
        for (long place = count - newestHeld(); place < count; place++) {
            out.putLong(newestTimes[ring(place)]);
            out.putDouble(newestValues[ring(place)]);
        }
    }

    /** Replaces them by what is written of a run of {@code newCount} values; what is not written is NaN at time 0. */
    void read(long newCount, ByteReader in) {
        count = newCount;
        Arrays.fill(oldestValues, Double.NaN);
        Arrays.fill(newestValues, Double.NaN);
        long oldest = in.nextVarint();
        for (long i = 0; i < oldest; i++) {
            long timeMs = in.nextLong();
            double value = in.nextDouble();
            if (i < oldestTimes.length) {
                oldestTimes[(int) i] = timeMs;
                oldestValues[(int) i] = value;
            }
        }
        long newest = in.nextVarint();
        for (long place = count - newest; place < count; place++) {
            long timeMs = in.nextLong();
            double value = in.nextDouble();
            if (place >= count - newestTimes.length) {
                newestTimes[ring(place)] = timeMs;
                newestValues[ring(place)] = value;
            }
        }
        in.end();
    }

    private int oldestHeld() {
        return (int) Math.min(count, oldestTimes.length);
    }

    private int newestHeld() {
        return (int) Math.min(count, newestTimes.length);
    }
}
