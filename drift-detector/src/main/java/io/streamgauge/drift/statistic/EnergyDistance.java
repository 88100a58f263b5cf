package io.streamgauge.drift.statistic;

/**
 * Energy distance between two samples, √(2·∫ (F − G)² dx) = √(2·E|X−Y| − E|X−X'| − E|Y−Y'|) [1].
 *
 * <p>[1] Székely and Rizzo, Energy statistics, Journal of Statistical Planning and Inference 143, 2013.
 */
public final class EnergyDistance {

    private EnergyDistance() {}

    /** Distance of two ascending samples; 0 when either is empty. */
    public static double distance(double[] sortedA, double[] sortedB) {
        return Math.sqrt(2 * DistributionGap.integrate(sortedA, sortedB, gap -> gap * gap));
    }
}
