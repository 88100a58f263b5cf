package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;

/** Exact sums of time t, of t^2 and of t x over finite x, t in milliseconds. */
final class TimeSumsState implements Invertible {

    private static final int BIAS = 1075;
    private static final long HIDDEN_BIT = 1L << 52;

    private final ExactSum times = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private final ExactSum products = new ExactSum();
    private final ExactSum scratch = new ExactSum();
    private final ExactSum inner = new ExactSum();

    @Override
    public void add(long timeMs, double value) {
        change(timeMs, value, 1);
    }

    @Override
    public void remove(long timeMs, double value) {
        change(timeMs, value, -1);
    }

    private void change(long timeMs, double value, int by) {
        long time = Math.abs(timeMs);
        int sign = timeMs < 0 ? -by : by;
        times.addWide(0, time, 0, sign);
        squares.addWide(Math.multiplyHigh(time, time), time * time, 0, by);
        if (value != 0 && Math.abs(value) <= Double.MAX_VALUE) {
            long bits = Double.doubleToRawLongBits(value);
            int biased = (int) (bits >>> 52) & 0x7FF;
            long mantissa = (bits & (HIDDEN_BIT - 1)) | (biased == 0 ? 0 : HIDDEN_BIT);
            products.addWide(
                    Math.multiplyHigh(time, mantissa),
                    time * mantissa,
                    Math.max(biased, 1) - BIAS,
                    value < 0 ? -sign : sign);
        }
    }

    /** {@code n sum t^2 - (sum t)^2}. Valid until the next call of a method. */
    ExactSum spread(long n) {
        scratch.clear();
        scratch.addTimes(squares, n, 1);
        scratch.addProduct(times, times, -1);
        return scratch;
    }

    /** {@code 1000 (n sum t x - sum t sum x)}. Valid until the next call of a method. */
    ExactSum together(ExactSum values, long n) {
        inner.clear();
        inner.addTimes(products, n, 1);
        inner.addProduct(times, values, -1);
        scratch.clear();
        scratch.addTimes(inner, 1000, 1);
        return scratch;
    }

    @Override
    public void merge(Accumulator newer) {
        TimeSumsState other = (TimeSumsState) newer;
        times.merge(other.times);
        squares.merge(other.squares);
        products.merge(other.products);
    }

    @Override
    public void clear() {
        times.clear();
        squares.clear();
        products.clear();
    }

    @Override
    public void write(ByteWriter out) {
        times.write(out);
        squares.write(out);
        products.write(out);
    }

    @Override
    public void read(ByteReader in) {
        times.read(in, 0, 4);
        squares.read(in, 0, 6);
        products.read(in, -34, 37);
    }
}
