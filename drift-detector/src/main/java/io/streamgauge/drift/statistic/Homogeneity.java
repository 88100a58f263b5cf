package io.streamgauge.drift.statistic;

import java.util.function.DoubleBinaryOperator;

/** Tests of one distribution behind two rows of counts: a term of each count and the one expected from the pooled shares, summed. */
final class Homogeneity {

    private Homogeneity() {}

    static TestResult of(long[] reference, long[] window, DoubleBinaryOperator term) {
        Shares shares = new Shares(reference, window);
        double all = (double) shares.n + shares.m;
        double sum = 0;
        int filled = 0;
        for (int i = 0; i < reference.length && !shares.isEmpty(); i++) {
            double both = (double) reference[i] + window[i];
            if (both > 0) {
                filled++;
                sum += term.applyAsDouble((double) reference[i], both * shares.n / all);
                sum += term.applyAsDouble((double) window[i], both * shares.m / all);
            }
        }
        return filled < 2
                ? TestResult.none(shares.n, shares.m)
                : TestResult.of(sum, DivergenceTest.upperTail(sum, filled - 1L), shares.n, shares.m);
    }
}
