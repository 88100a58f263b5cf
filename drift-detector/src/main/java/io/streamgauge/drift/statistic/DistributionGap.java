package io.streamgauge.drift.statistic;

import java.util.function.DoubleUnaryOperator;

/** Integrals over the line of some function of F − G, the gap between two samples' distributions. */
final class DistributionGap {

    private DistributionGap() {}

    static double integrate(double[] sortedA, double[] sortedB, DoubleUnaryOperator ofGap) {
        int n = sortedA.length;
        int m = sortedB.length;
        if (n == 0 || m == 0) {
            return 0;
        }
        int i = 0;
        int j = 0;
        double sum = 0;
        double x = Math.min(sortedA[0], sortedB[0]);
        while (i < n || j < m) {
            double next = i == n ? sortedB[j] : j == m ? sortedA[i] : Math.min(sortedA[i], sortedB[j]);
            sum += ofGap.applyAsDouble((double) i / n - (double) j / m) * (next - x);
            x = next;
            while (i < n && sortedA[i] <= x) {
                i++;
            }
            while (j < m && sortedB[j] <= x) {
                j++;
            }
        }
        return sum;
    }
}
