package io.streamgauge.drift.profile;

import io.streamgauge.drift.statistic.Dependence;
import java.util.List;

/**
 * How much windows of the reference differ from each other beyond what independent rows would: the rows of a window resemble each
 * other when events follow one another (autocorrelation), come from few entities, or when days differ. Two rows of one window then
 * have a correlation ρ, and a window of m rows tells as much as m / (1 + (m − 1)·ρ) independent ones: its effective size.
 *
 * <p>With k windows of m₀ sampled rows, shares qⱼ of B filled bins and p of them all: S = Σⱼ m₀·(qⱼ − p)(qⱼ − p)ᵀ / √(p pᵀ) / (k − 1) is
 * I + (m₀ − 1)·R in expectation, I over d = B − 1 dimensions; R holds the correlations. Kept are tr S and tr S², which is too large
 * by (tr S)²/(k − 1) and so errs on the quiet side.
 * The variance of a window's difference from the reference is V = a·I + b·R, a = 1/n + 1/m, b = (m − 1)/m + (m₀ − 1)/n, for n and m rows
 * in reference and window: tr V / (a·d) is the inflation of χ², (tr V)² / tr V² its degrees of freedom [1], and since k windows tell
 * of tr S, F takes the place of χ². For the Kolmogorov-Smirnov distance the same is done with the squared gaps of the
 * distributions at the bins' edges, for all other tests of numbers with the mean ranks of the windows, in which rows that follow
 * each other resemble each other most.
 *
 * <p>[1] Rao and Scott, On chi-squared tests for multiway
 * contingency tables, Annals of Statistics 12, 1984.
 *
 * @param windows k; below {@value #LEAST_WINDOWS} rows are taken to be independent
 * @param rows m₀, sampled rows of a window
 * @param dimensions d
 * @param trace tr S
 * @param traceOfSquare tr S²
 * @param cumulative squared gaps of the distributions, as a multiple of those of independent rows
 * @param ranks variance of the windows' mean ranks, as a multiple of that of independent rows
 */
public record Dispersion(
        int windows, double rows, int dimensions, double trace, double traceOfSquare, double cumulative, double ranks) {

    /** Fewest windows that tell anything of their variance. */
    static final int LEAST_WINDOWS = 5;

    /** Nothing known: rows are taken to be independent. */
    public static final Dispersion UNKNOWN = new Dispersion(0, 0, 0, 0, 0, 0, 0);

    /** From counts per bin of each window. */
    static Dispersion of(List<long[]> windows) {
        int k = windows.size();
        if (k < LEAST_WINDOWS) {
            return UNKNOWN;
        }
        int bins = windows.get(0).length;
        double[] p = new double[bins];
        double n = 0;
        double inverses = 0;
        for (long[] counts : windows) {
            double rows = sum(counts);
            for (int b = 0; b < bins; b++) {
                p[b] += counts[b];
            }
            n += rows;
            inverses += 1 / Math.max(1, rows);
        }
        int filled = 0;
        for (int b = 0; b < bins; b++) {
            p[b] /= Math.max(1, n);
            filled += p[b] > 0 ? 1 : 0;
        }
        double rows = k / inverses;
        if (filled < 2 || rows < 2) {
            return UNKNOWN;
        }
        double[][] s = new double[bins][bins];
        double gaps = 0;
        for (long[] counts : windows) {
            double[] x = new double[bins];
            double own = Math.max(1, sum(counts));
            double gap = 0;
            for (int b = 0; b < bins; b++) {
                double difference = Math.sqrt(own) * (counts[b] / own - p[b]);
                x[b] = p[b] > 0 ? difference / Math.sqrt(p[b]) : 0;
                gap += difference;
                gaps += gap * gap / (k - 1);
            }
            addSquare(s, x, k - 1);
        }
        double trace = 0;
        double squares = 0;
        double independent = 0;
        double below = 0;
        for (int b = 0; b < bins; b++) {
            trace += s[b][b];
            below += p[b];
            independent += below * (1 - Math.min(1, below));
            for (int c = 0; c < bins; c++) {
                squares += s[b][c] * s[b][c];
            }
        }
        double cumulative = independent > 1e-12 ? gaps / independent : 1;
        return new Dispersion(
                k,
                rows,
                filled - 1,
                trace,
                Math.max(squares, trace * trace / (filled - 1)),
                cumulative,
                ranks(windows, p));
    }

    /** Variance of the windows' mean bins, as a multiple of that of independent rows. */
    private static double ranks(List<long[]> windows, double[] p) {
        double mean = 0;
        double square = 0;
        double below = 0;
        double[] rank = new double[p.length];
        for (int b = 0; b < p.length; b++) {
            rank[b] = below + p[b] / 2;
            below += p[b];
            mean += p[b] * rank[b];
            square += p[b] * rank[b] * rank[b];
        }
        double variance = square - mean * mean;
        double between = 0;
        for (long[] counts : windows) {
            double rows = Math.max(1, sum(counts));
            double own = 0;
            for (int b = 0; b < p.length; b++) {
                own += counts[b] / rows * rank[b];
            }
            between += rows * (own - mean) * (own - mean) / (windows.size() - 1);
        }
        return variance > 1e-12 ? between / variance : 1;
    }

    private static double sum(long[] counts) {
        double sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    private static void addSquare(double[][] s, double[] x, double divisor) {
        for (int b = 0; b < x.length; b++) {
            for (int c = 0; c < x.length; c++) {
                s[b][c] += x[b] * x[c] / divisor;
            }
        }
    }

    /** For tests over bins, with n rows in the reference and m in the window. */
    Dependence ofBins(double n, double m) {
        if (windows == 0 || trace <= dimensions || n < 1 || m < 1) {
            return Dependence.NONE;
        }
        double d = dimensions;
        double a = 1 / n + 1 / m;
        double b = weight(n, m);
        double r = (trace - d) / (rows - 1);
        double r2 = Math.min(r * r, Math.max(r * r / d, (traceOfSquare - 2 * trace + d) / ((rows - 1) * (rows - 1))));
        double v = a * d + b * r;
        double v2 = a * a * d + 2 * a * b * r + b * b * r2;
        double known = v * v * (windows - 1) * (rows - 1) * (rows - 1) / (b * b * traceOfSquare);
        return new Dependence(v / (a * d), Math.min(1, v * v / v2 / d), known);
    }

    /** For the greatest gap of two distributions. */
    Dependence ofDistributions(double n, double m) {
        return inflated(cumulative, n, m);
    }

    /** For tests on ranks and means, and everything they may dominate. */
    Dependence ofRanks(double n, double m) {
        return inflated(Math.max(cumulative, ranks), n, m);
    }

    private Dependence inflated(double seen, double n, double m) {
        if (windows == 0 || seen <= 1 || n < 1 || m < 1) {
            return Dependence.NONE;
        }
        double a = 1 / n + 1 / m;
        double ratio = weight(n, m) / (a * (rows - 1));
        double inflation = 1 + ratio * (seen - 1);
        double known = (windows - 1) * Math.pow(inflation / (ratio * seen), 2);
        return new Dependence(inflation, 1, known);
    }

    private double weight(double n, double m) {
        return (m - 1) / m + (rows - 1) / n;
    }
}
