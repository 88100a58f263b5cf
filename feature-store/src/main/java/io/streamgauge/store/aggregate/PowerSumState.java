package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * The state of {@link PowerSum}. A power of a double is a whole number of at most 53 * order bits times a power of two.
 *
 * <p>Orders 1 and 2 may also be set to a sum in fixed point, a whole number of 192 bits times a power of two, to be read: what
 * {@link BandedSums} keep. It becomes an {@link ExactSum} when it is asked for one.
 */
final class PowerSumState implements Invertible {

    private static final long HIDDEN_BIT = 1L << 52;
    /** Exponent of the last bit of the least double. */
    private static final int LEAST_EXPONENT = -1074;
    /** Chunks above the largest double that carries of up to 2^63 values fill. */
    private static final int CARRIES = 3;

    private static final long[] NO_DIGITS = {};

    private final int order;
    private final ExactSum sum = new ExactSum();
    private final NotFinite notFinite = new NotFinite();
    private final long[] digits;
    private @Nullable ExactSum spread;
    private @Nullable FixedSpread fixedSpread;
    private boolean fixed;
    private long low;
    private long middle;
    private long high;
    private int exponent;
    private double rounded;
    private boolean isRounded;

    PowerSumState(int order) {
        this.order = order;
        this.digits = order > 2 ? new long[2 * order] : NO_DIGITS;
    }

    /** Makes it a sum in fixed point of finite values: {@code (high 2^128 + middle 2^64 + low) 2^exponent}, in two's complement. */
    void set(long newLow, long newMiddle, long newHigh, int newExponent) {
        fixed = true;
        low = newLow;
        middle = newMiddle;
        high = newHigh;
        exponent = newExponent;
        isRounded = false;
    }

    /** Whether it is a sum in fixed point. */
    boolean fixed() {
        return fixed;
    }

    long low() {
        return low;
    }

    long middle() {
        return middle;
    }

    long high() {
        return high;
    }

    int exponent() {
        return exponent;
    }

    /** Sum over the finite values. */
    ExactSum exact() {
        if (fixed) {
            fixed = false;
            notFinite.clear();
            sum.clear();
            long sign = high >> 63;
            long first = (low ^ sign) - sign;
            long second = (middle ^ sign) + (first == 0 ? -sign : 0);
            long third = (high ^ sign) + ((first | second) == 0 ? -sign : 0);
            sum.addWide(second, first, exponent, sign < 0 ? -1 : 1);
            sum.addWide(0, third, exponent + 128L, sign < 0 ? -1 : 1);
        }
        return sum;
    }

    /** Whether all values are finite. */
    boolean finite() {
        return fixed || !notFinite.any();
    }

    /** The sum over all values. Meant for order 1. */
    double rounded() {
        if (fixed) {
            if (!isRounded) {
                rounded = fixedRounded();
                isRounded = true;
            }
            return rounded;
        }
        return notFinite.any() ? notFinite.sum() : sum.rounded();
    }

    /** The double nearest to a sum in fixed point of 128 bits. */
    private double fixedRounded() {
        long sign = middle >> 63;
        long first = (low ^ sign) - sign;
        long second = (middle ^ sign) + (first == 0 ? -sign : 0);
        long top = second;
        long next = first;
        int leading = exponent + 127;
        if (second == 0) {
            if (first == 0) {
                return 0.0;
            }
            top = first;
            next = 0;
            leading -= 64;
        }
        int shift = Long.numberOfLeadingZeros(top);
        long word = (top << shift) | ((next >>> 1) >>> (63 - shift));
        double magnitude = ExactSum.magnitude(word, leading - shift, (next << shift) != 0);
        return sign < 0 ? -magnitude : magnitude;
    }

    /**
     * {@code n * sum x^2 - (sum x)^2} of two sums in fixed point. This has order 2. Null when it is zero; valid until the next call.
     *
     * @param first of order 1, over the same n values
     */
    @Nullable
    FixedSpread fixedSpread(PowerSumState first, long n) {
        if (fixedSpread == null) {
            fixedSpread = new FixedSpread();
        }
        return fixedSpread.set(first, this, n) ? fixedSpread : null;
    }

    /**
     * {@code n * sum x^2 - (sum x)^2}, exactly: n^2 times the variance. This has order 2. Valid until the next call.
     *
     * @param first of order 1, over the same n values
     */
    ExactSum spread(PowerSumState first, long n) {
        if (spread == null) {
            spread = new ExactSum();
        }
        spread.clear();
        spread.addTimes(exact(), n, 1);
        spread.addProduct(first.exact(), first.exact(), -1);
        return spread;
    }

    @Override
    public void add(long timeMs, double value) {
        change(value, 1);
    }

    @Override
    public void remove(long timeMs, double value) {
        change(value, -1);
    }

    private void change(double value, int by) {
        exact();
        if (!(Math.abs(value) <= Double.MAX_VALUE)) {
            notFinite.count(value, by);
        } else if (order == 1) {
            sum.add(by < 0 ? -value : value);
        } else if (value != 0) {
            changePower(value, by);
        }
    }

    private void changePower(double value, int by) {
        long bits = Double.doubleToRawLongBits(value);
        int biased = (int) (bits >>> 52) & 0x7FF;
        long mantissa = (bits & (HIDDEN_BIT - 1)) | (biased == 0 ? 0 : HIDDEN_BIT);
        long exponent = (long) order * (Math.max(biased, 1) - 1 + LEAST_EXPONENT);
        if (order == 2) {
            sum.addWide(Math.multiplyHigh(mantissa, mantissa), mantissa * mantissa, exponent, by);
        } else {
            int sign = ((order & 1) != 0 && value < 0) ? -by : by;
            sum.addDigits(digits, power(mantissa), exponent, sign);
        }
    }

    /** Puts {@code mantissa^order} into the digits, the lowest first, and says how many there are. */
    private int power(long mantissa) {
        long low = mantissa & 0xFFFF_FFFFL;
        long high = mantissa >>> 32;
        digits[0] = low;
        digits[1] = high;
        int count = 2;
        for (int i = 1; i < order; i++) {
            multiply(count, low, high);
            count += 2;
        }
        return count;
    }

    /** Multiplies the digits by {@code high * 2^32 + low}; high is below 2^21, so that nothing overflows. */
    private void multiply(int count, long low, long high) {
        long before = 0;
        long carry = 0;
        for (int i = 0; i < count; i++) {
            long digit = digits[i];
            long product = digit * low; // below 2^64
            long sum = (product & 0xFFFF_FFFFL) + before * high + carry; // below 2^54
            digits[i] = sum & 0xFFFF_FFFFL;
            carry = (sum >>> 32) + (product >>> 32);
            before = digit;
        }
        long sum = before * high + carry;
        digits[count] = sum & 0xFFFF_FFFFL;
        digits[count + 1] = sum >>> 32;
    }

    @Override
    public void merge(Accumulator newer) {
        PowerSumState other = (PowerSumState) newer;
        exact().merge(other.exact());
        notFinite.merge(other.notFinite);
    }

    @Override
    public void clear() {
        fixed = false;
        sum.clear();
        notFinite.clear();
    }

    @Override
    public void write(ByteWriter out) {
        exact().write(out);
        notFinite.write(out);
    }

    @Override
    public void read(ByteReader in) {
        fixed = false;
        long least = ((long) order * LEAST_EXPONENT) >> 5;
        long most = ((long) order * (Double.MAX_EXPONENT + 1)) >> 5;
        sum.read(in, least, most + CARRIES);
        notFinite.read(in);
    }
}
