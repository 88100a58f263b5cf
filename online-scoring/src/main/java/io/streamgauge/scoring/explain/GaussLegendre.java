package io.streamgauge.scoring.explain;

/**
 * Gauss-Legendre quadrature on [0, 1] with n points: Σ wₖ·f(tₖ) is the integral of every polynomial f of degree 2n − 1 or
 * less, but for rounding. The points are roots of the Legendre polynomial, found by Newton's method; all lie inside (0, 1).
 */
final class GaussLegendre {

    private static final int STEPS = 100;

    final double[] points;
    final double[] weights;

    GaussLegendre(int n) {
        points = new double[n];
        weights = new double[n];
        for (int k = 0; k < n; k++) {
            // StrictMath, since shares are to have the same bits on every machine.
            double x = StrictMath.cos(StrictMath.PI * (k + 0.75) / (n + 0.5));
            double slope = slope(n, x);
            for (int step = 0; step < STEPS; step++) {
                double next = x - legendre(n, x) / slope;
                boolean there = Math.abs(next - x) <= Math.ulp(x);
                x = next;
                slope = slope(n, x);
                if (there) {
                    break;
                }
            }
            points[k] = (1 - x) / 2;
            weights[k] = 1 / ((1 - x * x) * slope * slope);
        }
    }

    private static double legendre(int n, double x) {
        double before = 0;
        double now = 1;
        for (int k = 1; k <= n; k++) {
            double next = ((2 * k - 1) * x * now - (k - 1) * before) / k;
            before = now;
            now = next;
        }
        return now;
    }

    /** Derivative of the Legendre polynomial of degree n >= 1 inside (-1, 1). */
    private static double slope(int n, double x) {
        return n * (legendre(n - 1, x) - x * legendre(n, x)) / (1 - x * x);
    }
}
