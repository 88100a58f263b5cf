package io.streamgauge.scoring.conformal;

import java.math.BigDecimal;

/**
 * The share of outcomes that sets or intervals are to hold, in whole millionths: a share such as 0.55 is no binary fraction,
 * and the rank that follows from it must not depend on its rounding.
 *
 * @param millionths from 1 to 999,999
 */
public record Coverage(int millionths) {

    private static final int WHOLE = 1_000_000;

    public Coverage {
        if (millionths < 1 || millionths >= WHOLE) {
            throw new IllegalArgumentException(
                    "a coverage of " + millionths + " millionths; expected more than 0 and less than " + WHOLE);
        }
    }

    /** The coverage nearest to a share in (0, 1). */
    public static Coverage of(double share) {
        return new Coverage((int) Math.round(share * WHOLE));
    }

    /** As a share in (0, 1). */
    public double share() {
        return millionths / (double) WHOLE;
    }

    /** The rank ⌈(n + 1)·coverage⌉, from 1, of the threshold among n nonconformities; above n when n are too few for one. */
    public long rank(int n) {
        return Math.floorDiv((n + 1L) * millionths + WHOLE - 1, (long) WHOLE);
    }

    /** The fewest labels that give a finite threshold: the least n with ⌈(n + 1)·coverage⌉ ≤ n, that is ⌈coverage / (1 − coverage)⌉. */
    public int fewestLabels() {
        int rest = WHOLE - millionths;
        return (millionths + rest - 1) / rest;
    }

    /** In percent, such as 90%. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(millionths, 4).stripTrailingZeros().toPlainString() + "%";
    }
}
