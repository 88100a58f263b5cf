package io.streamgauge.drift.statistic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two-sample Cramér-von Mises test: T = U/(nmN) − (4nm − 1)/(6N), U = n·Σ(rᵢ − i)² + m·Σ(sⱼ − j)² with pooled ranks r, s and N = n + m.
 *
 * <p>p-value: exact by counting orders while n·m ≤ {@value #EXACT_UP_TO}, else from the limit distribution [1] after T is scaled to
 * that one's mean 1/6 and variance 1/45 [2].
 *
 * <p>[1] Csörgő and Faraway, The exact and asymptotic distributions of Cramér-von Mises statistics, JRSS B 58, 1996. [2] Anderson, On
 * the distribution of the two-sample Cramér-von Mises criterion, Annals of Mathematical Statistics 33, 1962.
 */
public final class CramerVonMises {

    /** Largest n·m for which the p-value is exact. */
    public static final int EXACT_UP_TO = 100;

    private CramerVonMises() {}

    /** Compares two ascending samples. */
    public static TestResult of(double[] sortedA, double[] sortedB) {
        int n = sortedA.length;
        int m = sortedB.length;
        if (n == 0 || m == 0) {
            return TestResult.none(n, m);
        }
        PooledRanks ranks = new PooledRanks(sortedA, sortedB);
        double u = (double) n * squares(ranks.a) + (double) m * squares(ranks.b);
        double nm = (double) n * m;
        double all = (double) n + m;
        double t = u / (nm * all) - (4 * nm - 1) / (6 * all);
        return TestResult.of(t, nm <= EXACT_UP_TO ? exact(u, n, m) : 1 - limit(scaled(t, n, m)), n, m);
    }

    /**
     * T·(1/n + 1/m) of two ascending samples, the mean squared gap of their distributions, which does not grow with their sizes.
     * Dependent rows inflate T.
     */
    public static Comparison gap(double[] sortedA, double[] sortedB, double inflation) {
        TestResult result = of(sortedA, sortedB);
        if (result.n() == 0 || result.m() == 0) {
            return Comparison.NONE;
        }
        double n = result.n();
        double m = result.m();
        double inverses = 1 / n + 1 / m;
        double p = inflation > 1
                ? Math.max(result.pValue(), 1 - limit(scaled(result.value() / inflation, n, m)))
                : result.pValue();
        return new Comparison(
                Math.max(0, result.value() * inverses),
                Math.min(1, Math.max(0, p)),
                level -> threshold(level) * inflation * inverses);
    }

    private static double threshold(double level) {
        double low = 0;
        double high = 20;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (1 - limit(middle) > level) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double squares(double[] ranks) {
        double sum = 0;
        for (int i = 0; i < ranks.length; i++) {
            double distance = ranks[i] - (i + 1);
            sum += distance * distance;
        }
        return sum;
    }

    private static double scaled(double t, double n, double m) {
        double all = n + m;
        double mean = (1 + 1 / all) / 6;
        double variance =
                (all + 1) * (4 * n * m * all - 3 * (n * n + m * m) - 2 * n * m) / (45 * all * all * 4 * n * m);
        return 1.0 / 6 + (t - mean) / Math.sqrt(45 * variance);
    }

    /** Distribution of ∫ B², B a Brownian bridge: a series in the Bessel function K of order ¼. */
    static double limit(double x) {
        if (x < 0.003 || x > 20) {
            return x < 1 ? 0 : 1;
        }
        double sum = 0;
        double coefficient = 1;
        for (int k = 0; k < 40; k++) {
            double y = 4 * k + 1;
            double q = y * y / (16 * x);
            sum += coefficient * Math.sqrt(y) * Math.exp(-q) * besselK(q);
            coefficient *= (k + 0.5) / (k + 1);
        }
        return sum / (Math.PI * Math.sqrt(x));
    }

    /** K of order ¼, ∫ exp(−y cosh t) cosh(t/4) dt over t ≥ 0; the trapezoid rule converges at double precision. */
    private static double besselK(double y) {
        double step = 1.0 / 64;
        double sum = 0.5 * Math.exp(-y);
        for (int i = 1; i < 768; i++) {
            double t = i * step;
            sum += Math.exp(-y * Math.cosh(t)) * Math.cosh(t / 4);
        }
        return sum * step;
    }

    /** Orders of n and m values are lattice paths, all equally likely: a step of a costs n·j², j the b's before it, one of b m·i². */
    private static double exact(double u, int n, int m) {
        List<Map<Long, Double>> ways = new ArrayList<>();
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= m; j++) {
                Map<Long, Double> here = new HashMap<>();
                if (i + j == 0) {
                    here.put(0L, 1.0);
                }
                if (i > 0) {
                    extend(here, ways.get(j), (long) n * j * j);
                }
                if (j > 0) {
                    extend(here, ways.get(j - 1), (long) m * i * i);
                }
                if (i == 0) {
                    ways.add(here);
                } else {
                    ways.set(j, here);
                }
            }
        }
        double all = 0;
        double tail = 0;
        for (Map.Entry<Long, Double> way : ways.get(m).entrySet()) {
            all += way.getValue();
            tail += way.getKey() >= u - 1e-9 ? way.getValue() : 0;
        }
        return tail / all;
    }

    private static void extend(Map<Long, Double> here, Map<Long, Double> before, long cost) {
        before.forEach((sum, count) -> here.merge(sum + cost, count, Double::sum));
    }
}
