package io.streamgauge.store.aggregate;

import java.util.Arrays;
import java.util.List;

/**
 * Running sums of x and of x^2 of several runs, for values whose exponents lie in a band of {@value #SHIFTS}: whole numbers of
 * 128 and of 192 bits times a power of two. Exact as {@link ExactSum}, a few machine instructions per value, no loop; what does
 * not fit is refused.
 *
 * <p>A window's sum is the difference of two running sums, of all up to its end and of all before its start, so one value that
 * comes is added once for all windows. Running sums wrap around; their differences are right as long as they fit themselves:
 *
 * <pre>
 *   mantissa              below 2^53
 *   x  / unit             below 2^84,  2^23 of them below 2^107
 *   (x / unit)^2          below 2^168, 2^23 of them below 2^191
 *
 *   words, from 5 * run on:   x: low, high | x^2: low, middle, high
 * </pre>
 */
public final class BandedSums {

    /** Most values in a difference. */
    public static final int MOST_VALUES = 1 << 23;

    /** What {@link #exponent} says of zero, which is in every band. */
    public static final int ZERO = -1;

    /** What {@link #exponent} says of a value that is in no band: subnormal or not finite. */
    public static final int NONE = -2;

    private static final int SHIFTS = 32;
    private static final int WORDS = 5;
    private static final long HIDDEN_BIT = 1L << 52;
    private static final int EXPONENT_BITS = 0x7FF;
    private static final int BIAS = 1075;

    private final int firstAt;
    private final int secondAt;
    private final boolean squares;
    private final long[] words;
    private int lowest = 1;

    /** @param recipes of states; those that these sums {@link #serve} are summed, the others left alone */
    public BandedSums(List<Recipe> recipes, int runs) {
        this.firstAt = recipes.indexOf(new PowerSum(1));
        this.secondAt = recipes.indexOf(new PowerSum(2));
        this.squares = secondAt >= 0;
        this.words = new long[WORDS * runs];
    }

    /** Whether these sums are what a recipe's states keep. */
    public static boolean serve(Recipe recipe) {
        return recipe instanceof PowerSum power && power.order() <= 2;
    }

    /** Exponent bits of a value; {@link #ZERO} of zero, {@link #NONE} of one that fits into no band. */
    public static int exponent(double value) {
        int biased = (int) (Double.doubleToRawLongBits(value) >>> 52) & EXPONENT_BITS;
        if (value == 0) {
            return ZERO;
        }
        return biased == 0 || biased == EXPONENT_BITS ? NONE : biased;
    }

    /**
     * Makes all runs empty and chooses the band: what it must hold, and as much on both sides.
     *
     * @return whether there is such a band
     */
    public boolean restart(int leastExponent, int greatestExponent) {
        int spare = SHIFTS - 1 - (greatestExponent - leastExponent);
        if (spare < 0) {
            return false;
        }
        lowest = Math.max(1, Math.min(leastExponent - spare / 2, EXPONENT_BITS - SHIFTS));
        Arrays.fill(words, 0);
        return true;
    }

    /** Makes a run that of another. */
    public void copy(int from, int to) {
        System.arraycopy(words, WORDS * from, words, WORDS * to, WORDS);
    }

    /**
     * Adds a value to a run.
     *
     * @return false where it is not in the band; nothing is changed then
     */
    public boolean add(int run, double value) {
        long bits = Double.doubleToRawLongBits(value);
        int shift = ((int) (bits >>> 52) & EXPONENT_BITS) - lowest;
        if ((shift & -SHIFTS) != 0) {
            return value == 0;
        }
        long mantissa = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
        long sign = bits >> 63;
        long signed = (mantissa ^ sign) - sign;
        int at = WORDS * run;
        long low = words[at];
        long more = signed << shift;
        long sum = low + more;
        words[at] = sum;
        words[at + 1] += ((signed >> 32) >> (32 - shift)) + carry(low, more, sum);
        if (squares) {
            addSquare(at, mantissa, 2 * shift);
        }
        return true;
    }

    private void addSquare(int at, long mantissa, int shift) {
        long low = mantissa * mantissa;
        long high = Math.multiplyHigh(mantissa, mantissa);
        long more = low << shift;
        long old = words[at + 2];
        long sum = old + more;
        words[at + 2] = sum;
        long carry = carry(old, more, sum);
        more = (high << shift) | ((low >>> 1) >>> (63 - shift));
        old = words[at + 3];
        sum = old + more;
        long carried = sum + carry;
        words[at + 3] = carried;
        words[at + 4] += ((high >>> 1) >>> (63 - shift)) + carry(old, more, sum) + ((sum & ~carried) >>> 63);
    }

    /** Takes a value off a run; {@code a - b} is {@code ~(~a + b)}. */
    public boolean subtract(int run, double value) {
        invert(run);
        boolean fits = add(run, value);
        invert(run);
        return fits;
    }

    private void invert(int run) {
        for (int i = WORDS * run; i < WORDS * (run + 1); i++) {
            words[i] = ~words[i];
        }
    }

    /** Makes the states of the recipes served the sums of a run less those of another. */
    public void difference(int run, int less, Accumulator[] states) {
        int a = WORDS * run;
        int b = WORDS * less;
        if (firstAt >= 0) {
            long low = words[a] - words[b];
            long high = words[a + 1] - words[b + 1] - borrow(words[a], words[b], low);
            ((PowerSumState) states[firstAt]).set(low, high, high >> 63, lowest - BIAS);
        }
        if (squares) {
            long low = words[a + 2] - words[b + 2];
            long lent = borrow(words[a + 2], words[b + 2], low);
            long middle = words[a + 3] - words[b + 3];
            long settled = middle - lent;
            long high = words[a + 4]
                    - words[b + 4]
                    - borrow(words[a + 3], words[b + 3], middle)
                    - ((~middle & settled) >>> 63);
            ((PowerSumState) states[secondAt]).set(low, settled, high, 2 * (lowest - BIAS));
        }
    }

    /** 1 where {@code a + b = sum} went beyond 64 bits. */
    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** 1 where {@code a - b = difference} went below zero, all unsigned. */
    private static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }

    /** Bytes on the heap. */
    public long heapBytes() {
        return 40 + 8L * words.length;
    }
}
