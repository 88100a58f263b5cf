package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;

/**
 * A sum of multiples of powers of two, kept exactly: what was added in any order, subtracted or merged leaves the same
 * number. Rounded on request, to nearest, ties to even, as Python's {@code math.fsum}.
 *
 * <p>A small superaccumulator [1] on a band of chunks that grows on demand. Chunk {@code i} counts {@code 2^(32 (low +
 * i))}; a 53-bit mantissa falls on two chunks. A chunk has 64 bits, so that carries wait:
 *
 * <pre>
 *   added per term    below 2^52 in each chunk
 *   normal digit      below 2^32, all digits of one sign
 *   terms waiting     at most 1000 here, 1000 merged in: below 2001 * 2^52 + 2^33 &lt; 2^63
 * </pre>
 *
 * <p>Usual data needs a band of three to five chunks; all doubles fit into 67. Nothing is allocated once the band is wide
 * enough.
 *
 * <p>[1] R. M. Neal, Fast exact summation using small and large superaccumulators, arXiv:1505.05571, 2015, section 2.
 */
final class ExactSum {

    private static final int MOST_WAITING = 1000;
    private static final long DIGIT = 0xFFFF_FFFFL;
    private static final long HIDDEN_BIT = 1L << 52;
    private static final int EXPONENT_BITS = 0x7FF;
    /** Exponent of a mantissa's last bit, less than the exponent bits say. */
    private static final int BIAS = 1075;

    private long[] chunks = new long[0];
    private long low;
    private int waiting;

    /** Adds a finite number times {@code 2^exponent}. */
    void add(double value, long exponent) {
        long bits = Double.doubleToRawLongBits(value);
        long sign = bits >> 63;
        int biased = (int) (bits >>> 52) & EXPONENT_BITS;
        long mantissa = bits & (HIDDEN_BIT - 1);
        if (biased == 0) {
            if (mantissa == 0) {
                return;
            }
            biased = 1;
        } else {
            mantissa |= HIDDEN_BIT;
        }
        addMantissa((mantissa ^ sign) - sign, biased - BIAS + exponent);
    }

    void add(double value) {
        add(value, 0);
    }

    void subtract(double value) {
        add(-value, 0);
    }

    private void addMantissa(long mantissa, long exponent) {
        long chunk = exponent >> 5;
        int shift = (int) exponent & 31;
        long at = chunk - low;
        if (at < 0 || at + 1 >= chunks.length) {
            cover(chunk, chunk + 2);
            at = chunk - low;
        }
        chunks[(int) at] += (mantissa << shift) & DIGIT;
        chunks[(int) at + 1] += mantissa >> (32 - shift);
        if (++waiting > MOST_WAITING) {
            normalise();
        }
    }

    /**
     * Adds {@code sign * (high * 2^64 + low) * 2^exponent}.
     *
     * @param high below 2^63
     * @param low unsigned
     * @param sign 1 or -1
     */
    void addWide(long high, long low, long exponent, int sign) {
        long chunk = exponent >> 5;
        int shift = (int) exponent & 31;
        int at = reach(chunk, chunk + 5);
        long first = low << shift;
        long second = (high << shift) | ((low >>> 1) >>> (63 - shift));
        long third = (high >>> 1) >>> (63 - shift);
        chunks[at] += sign * (first & DIGIT);
        chunks[at + 1] += sign * (first >>> 32);
        chunks[at + 2] += sign * (second & DIGIT);
        chunks[at + 3] += sign * (second >>> 32);
        chunks[at + 4] += sign * third;
        settle();
    }

    /** Adds {@code sign * digits * 2^exponent}, digits of 32 bits, the lowest first. */
    void addDigits(long[] digits, int count, long exponent, int sign) {
        long chunk = exponent >> 5;
        int shift = (int) exponent & 31;
        int at = reach(chunk, chunk + count + 1);
        for (int i = 0; i < count; i++) {
            long shifted = digits[i] << shift;
            chunks[at + i] += sign * (shifted & DIGIT);
            chunks[at + i + 1] += sign * (shifted >>> 32);
        }
        settle();
    }

    /** Adds {@code sign * a * b}. Neither may be this. */
    void addProduct(ExactSum a, ExactSum b, int sign) {
        int lowest = b.lowest();
        int end = b.top() + 1;
        for (int j = lowest; j < end; j++) {
            long digit = b.chunks[j];
            addTimes(a, Math.abs(digit), b.low + j, digit < 0 ? -sign : sign);
        }
    }

    /** Adds {@code sign * a * factor}, a factor that is not negative. */
    void addTimes(ExactSum a, long factor, int sign) {
        addTimes(a, factor & DIGIT, 0, sign);
        addTimes(a, factor >>> 32, 1, sign);
    }

    private void addTimes(ExactSum a, long digit, long chunk, int sign) {
        int lowest = a.lowest();
        int end = a.top() + 1;
        if (digit == 0 || lowest >= end) {
            return;
        }
        long[] digits = a.chunks;
        int at = reach(a.low + lowest + chunk, a.low + end + chunk + 1) - lowest;
        int signOfAll = digits[end - 1] < 0 ? -sign : sign;
        for (int i = lowest; i < end; i++) {
            long product = Math.abs(digits[i]) * digit; // below 2^64
            chunks[at + i] += signOfAll * (product & DIGIT);
            chunks[at + i + 1] += signOfAll * (product >>> 32);
        }
        settle();
    }

    /** Adds another sum, which stays as it is. */
    void merge(ExactSum other) {
        if (other.chunks.length == 0) {
            return;
        }
        int at = reach(other.low, other.low + other.chunks.length);
        for (int i = 0; i < other.chunks.length; i++) {
            chunks[at + i] += other.chunks[i];
        }
        waiting += other.waiting;
        settle();
    }

    /** Makes it zero; the band stays. */
    void clear() {
        Arrays.fill(chunks, 0);
        waiting = 0;
    }

    /** -1, 0 or 1. */
    int sign() {
        int top = top();
        return top < 0 ? 0 : Long.signum(chunks[top]);
    }

    /** The exponent of the leading bit: the largest k with {@code 2^k <= |sum|}. Undefined for zero. */
    long leading() {
        int top = top();
        return 32 * (low + top) + 63 - Long.numberOfLeadingZeros(Math.abs(chunks[top]));
    }

    /** The double nearest to the sum; an infinity where it is beyond the largest double; never -0.0. */
    double rounded() {
        return rounded(0);
    }

    /** The double nearest to the sum times {@code 2^exponent}. */
    double rounded(long exponent) {
        int top = top();
        if (top < 0) {
            return 0.0;
        }
        long word = (Math.abs(chunks[top]) << 32) | (top > 0 ? Math.abs(chunks[top - 1]) : 0);
        long next = top > 1 ? Math.abs(chunks[top - 2]) : 0;
        int shift = Long.numberOfLeadingZeros(word); // below 32
        long leading = 32 * (low + top) + 31 - shift + exponent;
        word = (word << shift) | (next >>> (32 - shift));
        boolean more = ((next << shift) & DIGIT) != 0 || anyBelow(top - 2);
        double magnitude = magnitude(word, leading, more);
        return chunks[top] < 0 && magnitude != 0 ? -magnitude : magnitude;
    }

    /**
     * Rounds {@code word * 2^(leading - 63)}.
     *
     * @param word its highest bit is set
     * @param more whether something below the word was left off
     */
    static double magnitude(long word, long leading, boolean more) {
        if (leading > Double.MAX_EXPONENT) {
            return Double.POSITIVE_INFINITY;
        }
        if (leading < Double.MIN_EXPONENT - 53) {
            return 0.0;
        }
        int dropped = 11 + (int) Math.max(0, Double.MIN_EXPONENT - leading); // at most 64
        long kept = dropped == Long.SIZE ? 0 : word >>> dropped;
        long lost = word << (Long.SIZE - dropped);
        if (lost < 0 && ((lost << 1) != 0 || more || (kept & 1) != 0)) {
            kept++;
        }
        // The hidden bit, where there is one, adds one to the exponent; so does a carry out of the mantissa.
        return Double.longBitsToDouble((Math.max(leading - Double.MIN_EXPONENT, 0) << 52) + kept);
    }

    private boolean anyBelow(int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (chunks[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean allZero() {
        return !anyBelow(chunks.length);
    }

    /** Index of the highest digit that is not zero, or -1; normalises. */
    private int top() {
        if (waiting != 0) {
            normalise();
        }
        int top = chunks.length - 1;
        while (top >= 0 && chunks[top] == 0) {
            top--;
        }
        return top;
    }

    /** Index of the lowest digit that is not zero, or the number of chunks; normalises. */
    private int lowest() {
        if (waiting != 0) {
            normalise();
        }
        int lowest = 0;
        while (lowest < chunks.length && chunks[lowest] == 0) {
            lowest++;
        }
        return lowest;
    }

    private void settle() {
        if (++waiting > MOST_WAITING) {
            normalise();
        }
    }

    /** Carries, so that all digits are below 2^32 and of one sign: one number has one form. */
    private void normalise() {
        waiting = 0;
        int last = chunks.length - 1;
        long carry = 0;
        for (int i = 0; i < last; i++) {
            long digit = chunks[i] + carry;
            chunks[i] = digit & DIGIT;
            carry = digit >> 32;
        }
        long highest = chunks[last] + carry;
        chunks[last] = highest;
        if (highest > DIGIT || highest < -DIGIT) {
            cover(low, low + chunks.length + 1);
            chunks[last] = highest & DIGIT;
            chunks[last + 1] = highest >> 32;
            last++;
        }
        if (chunks[last] < 0) {
            makeNegative(last);
        }
    }

    private void makeNegative(int last) {
        for (int i = 0; i < last; i++) {
            if (chunks[i] > 0) {
                chunks[i] -= 1L << 32;
                chunks[i + 1]++;
            }
        }
    }

    /** Index of a chunk, once the band covers all from it to {@code end}. */
    private int reach(long chunk, long end) {
        if (chunk < low || end > low + chunks.length) {
            cover(chunk, end);
        }
        return (int) (chunk - low);
    }

    private void cover(long from, long to) {
        if (chunks.length == 0 || allZero()) {
            low = from;
            if (chunks.length < to - from) {
                chunks = new long[Math.toIntExact(to - from) + 1];
            }
            return;
        }
        long newLow = Math.min(low, from);
        long newEnd = Math.max(low + chunks.length, to);
        long[] wider = new long[Math.toIntExact(newEnd - newLow)];
        System.arraycopy(chunks, 0, wider, (int) (low - newLow), chunks.length);
        low = newLow;
        chunks = wider;
    }

    /** Number of digits that are not cut off at either end, negative for a negative sum; the lowest chunk; the digits. */
    void write(ByteWriter out) {
        int top = top();
        int lowest = lowest();
        if (top < 0) {
            out.putZigzag(0);
            return;
        }
        int digits = top + 1 - lowest;
        out.putZigzag(chunks[top] < 0 ? -digits : digits);
        out.putZigzag(low + lowest);
        for (int i = lowest; i <= top; i++) {
            out.putInt((int) Math.abs(chunks[i]));
        }
    }

    /**
     * Replaces the sum by a written one.
     *
     * @param least the lowest chunk there may be
     * @param most the highest chunk there may be
     */
    void read(ByteReader in, long least, long most) {
        clear();
        long signed = in.nextZigzag();
        if (signed == 0) {
            return;
        }
        long digits = Math.abs(signed);
        long lowest = in.nextZigzag();
        if (lowest < least || digits < 0 || digits > most - least + 1 || lowest > most + 1 - digits) {
            throw new IllegalArgumentException(
                    "a sum of " + digits + " digits from 2^(32 * " + lowest + ") is beyond what can be summed");
        }
        int at = reach(lowest, lowest + digits);
        int sign = signed < 0 ? -1 : 1;
        for (int i = 0; i < digits; i++) {
            chunks[at + i] = sign * (in.nextInt() & DIGIT);
        }
        if (chunks[at] == 0 || chunks[at + (int) digits - 1] == 0) {
            clear();
            throw new IllegalArgumentException("a sum whose first or last digit is zero");
        }
    }
}
