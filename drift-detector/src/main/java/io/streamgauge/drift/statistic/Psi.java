package io.streamgauge.drift.statistic;

import java.util.Arrays;

/**
 * Population stability index of counts in the same bins, Σ (qᵢ − pᵢ)·ln(qᵢ/pᵢ), in nats; 0 iff the shares agree.
 *
 * <p>Under no change PSI ≈ χ²₍B−1₎·u·(1 + (Σ 1/pᵢ − B)·u / (2(B−1))), u = 1/N + 1/M, with N and M the two sample sizes, B the
 * bins compared and pᵢ their shares of the reference [1]; this gives the p-value and the threshold, so that a verdict does not
 * depend on how much data there is. The factor in brackets, 1 + x, by which the index's mean exceeds (B−1)·u to second order,
 * matters below about 500 rows: without it a window of 200 would raise 6 false alarms in a hundred at level 0.05, not 5. The
 * index spreads more than χ² as well, by 1 + {@value #EXCESS}·x of its variance as simulated, so that χ² has (B−1)/(1 +
 * {@value #EXCESS}·x) degrees of freedom: without it the far tail, which families of tests live by, is 40 % too light.
 *
 * <p>Shares are floored at {@value #FLOOR}: the index of an empty bin is a choice of floor, and a floor that does not
 * depend on the sample sizes makes windows of different sizes comparable.
 *
 * <p>The approximation needs counts. Neighbouring bins are merged until each is expected to hold at least
 * {@value #MIN_EXPECTED} in the smaller sample, so B shrinks for small windows and for features of few values. A bin that the
 * reference never saw has no expectation; it stands on its own as soon as the window holds {@value #NEW_VALUES} of it.
 *
 * <p>[1] Yurdakul, Statistical properties of population stability index, Western Michigan University, 2018.
 */
public final class Psi {

    /** Least share of a bin inside the logarithm. */
    public static final double FLOOR = 1e-4;

    /** Least expected count of a merged bin in the smaller sample. */
    public static final int MIN_EXPECTED = 20;

    /** Count in the window that lets a bin unseen in the reference stand on its own. */
    public static final int NEW_VALUES = 5;

    /** Variance beyond that of χ², per share by which the mean is beyond. */
    private static final double EXCESS = 2;

    private Psi() {}

    /** Compares the window's counts with the reference's, bin by bin; no counts, no difference. */
    public static Comparison of(long[] reference, long[] window) {
        return limit(reference, window).comparison();
    }

    /** The same before rows that depend on each other are allowed for. */
    public static Limit limit(long[] reference, long[] window) {
        if (reference.length != window.length) {
            throw new IllegalArgumentException(
                    "the reference has " + reference.length + " bins but the window " + window.length);
        }
        long n = Arrays.stream(reference).sum();
        long m = Arrays.stream(window).sum();
        if (n == 0 || m == 0) {
            return Limit.NONE;
        }
        long[][] merged = merge(reference, window, n, m);
        double psi = index(merged[0], merged[1]);
        int bins = merged[0].length;
        if (bins == 1) {
            return Limit.NONE;
        }
        double u = 1.0 / n + 1.0 / m;
        double x = excess(merged[0], n, u);
        double freedom = (bins - 1) / (1 + EXCESS * x);
        double unit = u * (1 + x) * (bins - 1) / freedom;
        return new Limit(psi, psi / unit, freedom, chi2 -> chi2 * unit);
    }

    /** Share by which the index's mean exceeds (B−1)·u. */
    private static double excess(long[] reference, long n, double u) {
        int bins = reference.length;
        double inverseShares = Arrays.stream(reference)
                .filter(r -> r > 0)
                .mapToDouble(r -> (double) n / r)
                .sum();
        return Math.max(0, inverseShares - bins) * u / (2 * (bins - 1));
    }

    /** The index alone, over the bins as they are given. */
    public static double index(long[] reference, long[] window) {
        double n = Arrays.stream(reference).sum();
        double m = Arrays.stream(window).sum();
        double psi = 0;
        for (int i = 0; i < reference.length; i++) {
            double p = Math.max(FLOOR, reference[i] / n);
            double q = Math.max(FLOOR, window[i] / m);
            psi += (q - p) * Math.log(q / p);
        }
        return psi;
    }

    private static long[][] merge(long[] reference, long[] window, long n, long m) {
        double neededShare = (double) MIN_EXPECTED / Math.min(n, m);
        long[] p = new long[reference.length];
        long[] q = new long[reference.length];
        int open = 0;
        int unseen = 0;
        long[] unseenCounts = new long[reference.length];
        for (int i = 0; i < reference.length; i++) {
            if (reference[i] == 0 && window[i] >= NEW_VALUES) {
                unseenCounts[unseen++] = window[i];
                continue;
            }
            p[open] += reference[i];
            q[open] += window[i];
            if (p[open] >= neededShare * n) {
                open++;
            }
        }
        boolean remainder = open < p.length && p[open] + q[open] > 0;
        if (remainder && open > 0) {
            p[open - 1] += p[open];
            q[open - 1] += q[open];
        } else if (remainder) {
            open = 1;
        }
        long[] mergedP = Arrays.copyOf(p, open + unseen);
        long[] mergedQ = Arrays.copyOf(q, open + unseen);
        for (int i = 0; i < unseen; i++) {
            mergedP[open + i] = 0;
            mergedQ[open + i] = unseenCounts[i];
        }
        return new long[][] {mergedP, mergedQ};
    }
}
