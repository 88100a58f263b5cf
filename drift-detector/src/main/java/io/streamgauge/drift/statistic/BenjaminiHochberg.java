package io.streamgauge.drift.statistic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Benjamini-Hochberg step-up procedure: rejects the R smallest of m p-values, R the largest i with p₍ᵢ₎ ≤ α·i/m. The
 * expected share of false ones among the rejected is at most α; when nothing has changed, the chance of rejecting
 * anything at all is at most α. Holds for independent and positively dependent tests.
 *
 * <p>Benjamini and Hochberg, Controlling the false discovery rate, JRSS B 57, 1995.
 */
public final class BenjaminiHochberg {

    private BenjaminiHochberg() {}

    /** Adjusted p-values in the order given: a test is rejected at level α iff its adjusted p-value is at most α. */
    public static double[] adjust(double[] pValues) {
        int m = pValues.length;
        Integer[] ascending = IntStream.range(0, m).boxed().toArray(Integer[]::new);
        Arrays.sort(ascending, Comparator.comparingDouble(i -> pValues[i]));
        double[] adjusted = new double[m];
        double least = 1;
        for (int rank = m; rank >= 1; rank--) {
            int i = ascending[rank - 1];
            least = Math.min(least, pValues[i] * m / rank);
            adjusted[i] = least;
        }
        return adjusted;
    }

    /**
     * The plain p-value up to which tests are rejected at level α: α·R/m, or α/m when none is. Turned into a value of the
     * statistic, it is the line a chart should draw.
     */
    public static double critical(double[] pValues, double alpha) {
        int m = pValues.length;
        long rejected = Arrays.stream(adjust(pValues)).filter(p -> p <= alpha).count();
        return m == 0 ? alpha : alpha * Math.max(1, rejected) / m;
    }
}
