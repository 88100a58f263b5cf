package io.streamgauge.drift.statistic;

import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/** {@link PermutationTest} of counts: the pooled values are dealt anew into samples of the two sizes. */
public final class CategoryPermutation {

    private CategoryPermutation() {}

    /** Compares counts by a distance of counts; a round costs as many draws as there are values. */
    public static TestResult of(
            long[] reference, long[] window, ToDoubleBiFunction<long[], long[]> distance, int rounds, long seed) {
        Shares shares = new Shares(reference, window);
        if (shares.isEmpty()) {
            return TestResult.none(shares.n, shares.m);
        }
        double seen = distance.applyAsDouble(reference, window);
        SplittableRandom random = new SplittableRandom(seed);
        int atLeast = 0;
        for (int round = 0; round < rounds; round++) {
            long[] a = new long[reference.length];
            long[] b = new long[reference.length];
            deal(reference, window, a, b, random);
            atLeast += distance.applyAsDouble(a, b) >= seen * (1 - 1e-12) ? 1 : 0;
        }
        return new TestResult(seen, (1.0 + atLeast) / (1.0 + rounds), shares.n, shares.m);
    }

    /** Deals the pooled values of two samples at random to two samples of the same sizes, which are empty before. */
    public static void deal(long[] reference, long[] window, long[] a, long[] b, SplittableRandom random) {
        Shares shares = new Shares(reference, window);
        long leftA = shares.n;
        long left = shares.n + shares.m;
        for (int i = 0; i < reference.length; i++) {
            for (long value = reference[i] + window[i]; value > 0; value--) {
                if (random.nextLong(left) < leftA) {
                    a[i]++;
                    leftA--;
                } else {
                    b[i]++;
                }
                left--;
            }
        }
    }
}
