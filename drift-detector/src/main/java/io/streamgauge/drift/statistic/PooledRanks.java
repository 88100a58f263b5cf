package io.streamgauge.drift.statistic;

import java.util.Arrays;

/** Ranks, from 1, of two ascending samples in one order; equal values share the mean of their ranks. */
final class PooledRanks {

    final double[] a;
    final double[] b;
    /** Σ (t³ − t) over groups of t equal values; 0 when all differ. */
    final double ties;

    PooledRanks(double[] sortedA, double[] sortedB) {
        a = new double[sortedA.length];
        b = new double[sortedB.length];
        int i = 0;
        int j = 0;
        double tied = 0;
        while (i < a.length || j < b.length) {
            double x = i == a.length ? sortedB[j] : j == b.length ? sortedA[i] : Math.min(sortedA[i], sortedB[j]);
            int fromA = i;
            int fromB = j;
            while (i < a.length && sortedA[i] <= x) {
                i++;
            }
            while (j < b.length && sortedB[j] <= x) {
                j++;
            }
            double equal = (double) (i - fromA) + (j - fromB);
            double rank = fromA + fromB + (equal + 1) / 2;
            Arrays.fill(a, fromA, i, rank);
            Arrays.fill(b, fromB, j, rank);
            tied += equal * equal * equal - equal;
        }
        ties = tied;
    }
}
