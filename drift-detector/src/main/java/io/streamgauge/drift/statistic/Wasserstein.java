package io.streamgauge.drift.statistic;

/**
 * Wasserstein distance of order 1 between two samples, ∫ |F − G| dx: how far a value must be moved on average to turn one into the
 * other, in the values' own unit.
 */
public final class Wasserstein {

    private Wasserstein() {}

    /** Distance of two ascending samples; 0 when either is empty. */
    public static double distance(double[] sortedA, double[] sortedB) {
        return DistributionGap.integrate(sortedA, sortedB, Math::abs);
    }
}
