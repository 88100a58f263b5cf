package io.streamgauge.drift.statistic;

import java.util.Arrays;

/** Counts of the same bins in two samples, as shares of each. */
final class Shares {

    final long n;
    final long m;
    final double[] p;
    final double[] q;

    Shares(long[] reference, long[] window) {
        if (reference.length != window.length) {
            throw new IllegalArgumentException(
                    "the reference has " + reference.length + " bins but the window " + window.length);
        }
        n = Arrays.stream(reference).sum();
        m = Arrays.stream(window).sum();
        p = Arrays.stream(reference)
                .mapToDouble(count -> (double) count / Math.max(1, n))
                .toArray();
        q = Arrays.stream(window)
                .mapToDouble(count -> (double) count / Math.max(1, m))
                .toArray();
    }

    boolean isEmpty() {
        return n == 0 || m == 0;
    }
}
