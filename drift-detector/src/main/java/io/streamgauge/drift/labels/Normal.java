package io.streamgauge.drift.labels;

import org.apache.commons.math3.special.Erf;

/** The standard normal distribution. */
final class Normal {

    private Normal() {}

    /** P(Z ≥ z). */
    static double upperTail(double z) {
        return 0.5 * Erf.erfc(z / Math.sqrt(2));
    }

    /** The z with P(Z ≥ z) = level. */
    static double upperQuantile(double level) {
        return Math.sqrt(2) * Erf.erfcInv(2 * level);
    }
}
