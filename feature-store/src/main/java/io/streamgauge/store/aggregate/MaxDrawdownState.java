package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;

/**
 * The state of {@link MaxDrawdown}. Runs are joined by {@code fall = max(fall_a, fall_b, max_a - min_b)}; rounding the
 * difference keeps its order, so that the grouping changes no bit.
 */
final class MaxDrawdownState implements Accumulator {

    private double greatest = Double.NEGATIVE_INFINITY;
    private double least = Double.POSITIVE_INFINITY;
    private double fall;

    @Override
    public void add(long timeMs, double value) {
        append(value, value, Double.isNaN(value) ? Double.NaN : 0.0);
    }

    @Override
    public void merge(Accumulator newer) {
        MaxDrawdownState other = (MaxDrawdownState) newer;
        append(other.greatest, other.least, other.fall);
    }

    private void append(double newGreatest, double newLeast, double newFall) {
        double between = greatest > newLeast ? greatest - newLeast : 0.0;
        fall = Math.max(Math.max(fall, newFall), between);
        greatest = Math.max(greatest, newGreatest);
        least = Math.min(least, newLeast);
    }

    double fall() {
        return fall;
    }

    @Override
    public void clear() {
        greatest = Double.NEGATIVE_INFINITY;
        least = Double.POSITIVE_INFINITY;
        fall = 0;
    }

    @Override
    public boolean ordered() {
        return true;
    }

    @Override
    public void write(ByteWriter out) {
        out.putDouble(greatest);
        out.putDouble(least);
        out.putDouble(fall);
    }

    @Override
    public void read(ByteReader in) {
        double newGreatest = in.nextDouble();
        double newLeast = in.nextDouble();
        double newFall = in.nextDouble();
        if (newFall < 0) {
            throw new IllegalArgumentException("a fall of " + newFall);
        }
        greatest = newGreatest;
        least = newLeast;
        fall = newFall;
    }
}
