package io.streamgauge.drift.performance;

import java.util.stream.IntStream;

/**
 * Losses of predicted chances p against outcomes y of 1 or 0, on average: the log loss −ln p or −ln(1 − p), in nats, with p kept
 * {@value #LEAST} from 0 and 1, and the Brier score (p − y)². NaN over no events.
 *
 * <p>Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1950.
 */
public final class ProbabilityLoss {

    /** How near to 0 and 1 a chance may come inside a logarithm. */
    public static final double LEAST = 1e-15;

    private ProbabilityLoss() {}

    /** Log loss, in nats. */
    public static double log(double[] chances, double[] outcomes) {
        return IntStream.range(0, chances.length)
                .mapToDouble(i -> {
                    double p = Math.min(1 - LEAST, Math.max(LEAST, chances[i]));
                    return -outcomes[i] * Math.log(p) - (1 - outcomes[i]) * Math.log(1 - p);
                })
                .average()
                .orElse(Double.NaN);
    }

    /** Brier score, from 0 to 1. */
    public static double brier(double[] chances, double[] outcomes) {
        return IntStream.range(0, chances.length)
                .mapToDouble(i -> (chances[i] - outcomes[i]) * (chances[i] - outcomes[i]))
                .average()
                .orElse(Double.NaN);
    }
}
