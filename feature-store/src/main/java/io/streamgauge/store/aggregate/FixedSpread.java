package io.streamgauge.store.aggregate;

/**
 * {@code n sum x^2 - (sum x)^2} of sums in fixed point, exactly: a whole number of 256 bits, not negative, times a power of two.
 * Not thread-safe.
 */
final class FixedSpread {

    private long word;
    private boolean more;
    private int leading;

    /**
     * Computes it.
     *
     * @param first sum of the values, in fixed point
     * @param second sum of their squares, in fixed point with twice the exponent
     * @param n how many values, below 2^31
     * @return whether it is above zero
     */
    boolean set(PowerSumState first, PowerSumState second, long n) {
        long sign = first.middle() >> 63;
        long a0 = (first.low() ^ sign) - sign;
        long a1 = (first.middle() ^ sign) + (a0 == 0 ? -sign : 0);

        // (a1 2^64 + a0)^2, a1 below 2^63
        long cross = a0 * a1;
        long crossHigh = unsignedHigh(a0, a1);
        long q0 = a0 * a0;
        long q1 = unsignedHigh(a0, a0);
        long q2 = (crossHigh << 1) | (cross >>> 63);
        long q3 = Math.multiplyHigh(a1, a1) + (crossHigh >>> 63);
        long doubled = cross << 1;
        long sum = q1 + doubled;
        long carry = carry(q1, doubled, sum);
        q1 = sum;
        long square = a1 * a1;
        sum = q2 + square;
        q3 += carry(q2, square, sum);
        q2 = sum + carry;
        q3 += (sum & ~q2) >>> 63;

        // n (d2 2^128 + d1 2^64 + d0)
        long p0 = second.low() * n;
        long low1 = second.middle() * n;
        long high0 = unsignedHigh(second.low(), n);
        long p1 = low1 + high0;
        long high1 = unsignedHigh(second.middle(), n) + carry(low1, high0, p1);
        long low2 = second.high() * n;
        long p2 = low2 + high1;
        long p3 = Math.multiplyHigh(second.high(), n) + carry(low2, high1, p2);

        long r0 = p0 - q0;
        long lent = borrow(p0, q0, r0);
        long r1 = p1 - q1;
        long lent1 = borrow(p1, q1, r1);
        long d1 = r1 - lent;
        lent1 += (~r1 & d1) >>> 63;
        long r2 = p2 - q2;
        long lent2 = borrow(p2, q2, r2);
        long d2 = r2 - lent1;
        lent2 += (~r2 & d2) >>> 63;
        long d3 = p3 - q3 - lent2;
        return normalise(d3, d2, d1, r0, second.exponent());
    }

    private boolean normalise(long d3, long d2, long d1, long d0, int exponent) {
        if (d3 != 0) {
            normalise(d3, d2, (d1 | d0) != 0, exponent + 192);
        } else if (d2 != 0) {
            normalise(d2, d1, d0 != 0, exponent + 128);
        } else if (d1 != 0) {
            normalise(d1, d0, false, exponent + 64);
        } else if (d0 != 0) {
            normalise(d0, 0, false, exponent);
        } else {
            return false;
        }
        return true;
    }

    private void normalise(long top, long next, boolean rest, int exponent) {
        int shift = Long.numberOfLeadingZeros(top);
        word = (top << shift) | ((next >>> 1) >>> (63 - shift));
        more = rest || (next << shift) != 0;
        leading = exponent + 63 - shift;
    }

    /** The exponent of the leading bit. */
    int leading() {
        return leading;
    }

    /** The double nearest to it times {@code 2^exponent}. */
    double rounded(int exponent) {
        return ExactSum.magnitude(word, leading + exponent, more);
    }

    private static long unsignedHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    private static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }
}
