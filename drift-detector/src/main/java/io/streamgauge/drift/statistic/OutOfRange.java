package io.streamgauge.drift.statistic;

/**
 * Values of a window outside the range of the reference. When nothing has changed every order of the n + m values is as likely, so
 * that the probability of at least k outside, below or above, is 1 − Σ over j &lt; k of (j + 1)·(m)ⱼ·n·(n − 1) / (n + m)ⱼ₊₂, with
 * (x)ⱼ = x·(x − 1)···(x − j + 1): exact for numbers without ties, and with ties on the quiet side.
 *
 * <p>Gumbel and von Schelling, The distribution of the number of exceedances, Annals of Mathematical Statistics 21, 1950.
 */
public final class OutOfRange {

    private OutOfRange() {}

    /** Share of the ascending window below the least or above the greatest of the ascending reference. */
    public static double share(double[] reference, double[] window) {
        return window.length == 0 || reference.length == 0 ? 0 : (double) count(reference, window) / window.length;
    }

    private static int count(double[] reference, double[] window) {
        double least = reference[0];
        double greatest = reference[reference.length - 1];
        int outside = 0;
        for (double value : window) {
            outside += value < least || value > greatest ? 1 : 0;
        }
        return outside;
    }

    /** p-value of so many outside; dependent rows count as fewer of them, and fewer in all. */
    public static Comparison of(double[] reference, double[] window, double inflation) {
        if (window.length == 0 || reference.length < 2) {
            return Comparison.NONE;
        }
        int outside = count(reference, window);
        double n = Math.max(2, reference.length / inflation);
        double m = Math.max(1, window.length / inflation);
        return new Comparison(
                (double) outside / window.length,
                atLeast(Math.floor(outside / inflation), n, m),
                level -> leastShare(level, n, m));
    }

    private static double leastShare(double level, double n, double m) {
        int k = 1;
        while (k < m && atLeast(k, n, m) > level) {
            k++;
        }
        return k / m;
    }

    /** Probability of k or more outside. */
    static double atLeast(double k, double n, double m) {
        double fewer = 0;
        double outermost = 1;
        for (int j = 0; j < k && j <= m; j++) {
            double left = n + m - j;
            fewer += (j + 1) * outermost * n * (n - 1) / (left * (left - 1));
            outermost *= (m - j) / left;
        }
        return Math.min(1, Math.max(0, 1 - fewer));
    }
}
