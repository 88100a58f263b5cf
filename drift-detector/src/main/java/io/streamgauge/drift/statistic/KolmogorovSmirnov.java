package io.streamgauge.drift.statistic;

/**
 * Two-sample Kolmogorov-Smirnov test: D = sup |Fₙ(x) − Gₘ(x)|, the largest gap between two empirical distributions.
 *
 * <p>p-value: exact by counting lattice paths [1] while n·m ≤ {@value #EXACT_UP_TO}, and up to {@value #EXACT_BAND_UP_TO} where the
 * asymptotic one is from {@value #EXACT_FROM} to {@value #EXACT_TO}: there it is up to 10 % too small, which a family of
 * hundreds of tests would show. Else asymptotic with Stephens' correction [2]: Q(λ), λ = (√e + 0.12 + 0.11/√e)·D, e = n·m/(n+m).
 * Both count both sample sizes. With ties the test errs on the quiet side: its false-alarm rate is at most the nominal one.
 *
 * <p>[1] Hodges, The significance probability of the Smirnov two-sample test, Arkiv för Matematik 3, 1958.
 * [2] Stephens, Use of the Kolmogorov-Smirnov, Cramér-von Mises and related statistics, JRSS B 32, 1970.
 */
public final class KolmogorovSmirnov {

    /** Largest n·m for which the p-value is always exact; the count costs 2·D·n·m additions. */
    public static final long EXACT_UP_TO = 100_000;

    /** Largest n·m for which it is exact where that matters: 8192 against 2048 values, a few milliseconds. */
    public static final long EXACT_BAND_UP_TO = 1L << 24;

    /** Asymptotic p-value below which nothing depends on a tenth of it. */
    public static final double EXACT_FROM = 1e-7;

    /** Asymptotic p-value above which nothing is significant. */
    public static final double EXACT_TO = 0.1;

    private KolmogorovSmirnov() {}

    /** Compares two ascending samples; no sample, no difference. */
    public static Comparison of(double[] sortedA, double[] sortedB) {
        int n = sortedA.length;
        int m = sortedB.length;
        if (n == 0 || m == 0) {
            return Comparison.NONE;
        }
        double d = distance(sortedA, sortedB);
        return new Comparison(d, pValue(d, n, m), level -> threshold(level, n, m));
    }

    /**
     * The same of dependent rows: λ² is divided by their inflation; and since that is only estimated, with f degrees of freedom,
     * exp(−2λ²) becomes its mean over what it may be, (1 + 4λ²/f)^(−f/2).
     */
    public static Comparison of(double[] sortedA, double[] sortedB, Dependence dependence) {
        int n = sortedA.length;
        int m = sortedB.length;
        if (dependence.inflation() <= 1 || n == 0 || m == 0) {
            return of(sortedA, sortedB);
        }
        double d = distance(sortedA, sortedB);
        double scale = scale(n, m) / Math.sqrt(dependence.inflation());
        double p = Math.max(pValue(d, n, m), tail(shortened(scale * d, dependence)));
        return new Comparison(d, Math.min(1, p), level -> Math.min(1, lengthened(root(level), dependence) / scale));
    }

    private static double shortened(double lambda, Dependence dependence) {
        double f = dependence.freedom();
        return dependence.certain() ? lambda : Math.sqrt(f / 4 * Math.log1p(4 * lambda * lambda / f));
    }

    private static double lengthened(double lambda, Dependence dependence) {
        double f = dependence.freedom();
        return dependence.certain() ? lambda : Math.sqrt(f / 4 * Math.expm1(4 * lambda * lambda / f));
    }

    /** D of two ascending samples, ties counted once; 0 when either is empty. */
    public static double distance(double[] sortedA, double[] sortedB) {
        int n = sortedA.length;
        int m = sortedB.length;
        int i = 0;
        int j = 0;
        double d = 0;
        while (i < n && j < m) {
            double x = Math.min(sortedA[i], sortedB[j]);
            while (i < n && sortedA[i] <= x) {
                i++;
            }
            while (j < m && sortedB[j] <= x) {
                j++;
            }
            d = Math.max(d, Math.abs((double) i / n - (double) j / m));
        }
        return d;
    }

    /** Probability of a distance of at least {@code d} between samples of sizes n and m from one distribution. */
    public static double pValue(double d, int n, int m) {
        if ((long) n * m <= EXACT_UP_TO) {
            return exact(d, n, m);
        }
        double asymptotic = tail(scale(n, m) * d);
        boolean matters = asymptotic >= EXACT_FROM && asymptotic <= EXACT_TO && (long) n * m <= EXACT_BAND_UP_TO;
        return matters ? exact(d, n, m) : asymptotic;
    }

    /** The distance exceeded with probability {@code level}, by the asymptotic form; at most 1. */
    public static double threshold(double level, int n, int m) {
        return Math.min(1, root(level) / scale(n, m));
    }

    /** λ with Q(λ) = level. */
    private static double root(double level) {
        double low = 0;
        double high = 10;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (tail(middle) > level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double scale(int n, int m) {
        double root = Math.sqrt((double) n * m / ((double) n + m));
        return root + 0.12 + 0.11 / root;
    }

    /** Q(λ), the upper tail of Kolmogorov's distribution, by whichever of its two series converges fast. */
    private static double tail(double lambda) {
        if (lambda < 0.1) {
            return 1;
        }
        double sum = 0;
        if (lambda < 1.18) {
            double y = Math.exp(-Math.PI * Math.PI / (8 * lambda * lambda));
            for (int k = 1; k <= 7; k += 2) {
                sum += Math.pow(y, k * k);
            }
            return 1 - Math.sqrt(2 * Math.PI) / lambda * sum;
        }
        double x = Math.exp(-2 * lambda * lambda);
        for (int k = 1; k <= 5; k++) {
            sum += (k % 2 == 1 ? 1 : -1) * Math.pow(x, k * k);
        }
        return Math.min(1, 2 * sum);
    }

    /**
     * A pooled order of the samples is a lattice path from (0, 0) to (n, m), all equally likely; D ≥ d iff the path
     * touches |i/n − j/m| ≥ d. reached[j] is the share of paths to (i, j) that never do; 0 outside a band around the diagonal,
     * which only rises.
     */
    private static double exact(double d, int n, int m) {
        long limit = Math.round(d * n * m);
        double[] reached = new double[m + 1];
        for (int i = 0; i <= n; i++) {
            long diagonal = (long) i * m;
            int low = (int) Math.max(0, Math.floorDiv(diagonal - limit, (long) n) + 1);
            int high = (int) Math.min(m, -Math.floorDiv(-(diagonal + limit), (long) n) - 1);
            if (low > 0) {
                reached[low - 1] = 0;
            }
            for (int j = low; j <= high; j++) {
                if (i + j == 0) {
                    reached[j] = 1;
                } else {
                    double fromLeft = j == 0 ? 0 : reached[j - 1] * j;
                    reached[j] = (reached[j] * i + fromLeft) / (i + j);
                }
            }
        }
        return Math.min(1, Math.max(0, 1 - reached[m]));
    }
}
