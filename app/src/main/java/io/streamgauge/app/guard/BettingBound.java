package io.streamgauge.app.guard;

import java.util.HashMap;
import java.util.Map;

/**
 * Lower confidence bound of the mean of bounded numbers z in [low, 1] that holds at all times at once: the probability that it
 * is ever above the mean is at most α, however often it is looked at [1].
 *
 * <p>To the hypothesis that the mean is at most L, gamblers bet. Each stakes a share g of its wealth each time, which makes
 * it
 *
 * <pre>  W_g = Π ((1 − g) + g·(z − low)/(L − low))   </pre>
 *
 * <p>Whatever came before, no number is expected to make W_g grow while its mean is at most L, so by Ville's inequality the mean
 * W of all W_g reaches 1/α with a probability of at most α, ever. W falls in L; the bound is the largest L with W ≥ 1/α. Of
 * shares, low is 0 and z is 0 or 1, and a gambler is the likelihood ratio of the share L + g·(1 − L) to L. The numbers need
 * not be independent: what is asked for is that each, given those before, has a mean of at most L. Not thread-safe.
 *
 * <p>[1] Waudby-Smith, Ramdas: Estimating means of bounded random variables by betting. Journal of the Royal Statistical Society B
 * 86, 2024; mixtures over stakes as in Howard, Ramdas, McAuliffe, Sekhon: Time-uniform, nonparametric, nonasymptotic
 * confidence sequences. Annals of Statistics 49, 2021.
 */
final class BettingBound {

    /** Stakes from 0.8 down to 4e-4: what is best to refute 1 % by 100,000 numbers is 1e-3. */
    private static final int GAMBLERS = 9;

    private static final double GREATEST_STAKE = 0.8;
    private static final double STEP = 2.6;
    private static final int HALVINGS = 40;

    private final double low;
    private final Map<Double, Long> counts = new HashMap<>();
    private double sum;
    private long size;

    /** @param low the least number that there can be, less than 1 */
    BettingBound(double low) {
        this.low = low;
    }

    /** Of a share: {@code hits} of {@code size} numbers are 1, the others 0. */
    static BettingBound ofShare(long hits, long size) {
        BettingBound bound = new BettingBound(0);
        bound.add(1, hits);
        bound.add(0, size - hits);
        return bound;
    }

    /** Takes a number so many times. */
    void add(double number, long times) {
        if (times > 0) {
            counts.merge(number, times, Long::sum);
            sum += number * times;
            size += times;
        }
    }

    /** Whether a mean of at most {@code limit} is refuted at level {@code alpha}: the bound is not below the limit. */
    boolean reaches(double limit, double alpha) {
        return limit <= low || logWealth(limit) >= -Math.log(alpha);
    }

    /** The bound at level {@code alpha}; the least number where nothing is refuted. */
    double atLeast(double alpha) {
        double below = low;
        double above = size == 0 ? low : sum / size;
        for (int i = 0; i < HALVINGS && below < above; i++) {
            double middle = (below + above) / 2;
            if (middle > low && reaches(middle, alpha)) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below;
    }

    private double logWealth(double limit) {
        double[] logs = new double[GAMBLERS];
        double greatest = Double.NEGATIVE_INFINITY;
        double stake = GREATEST_STAKE;
        for (int gambler = 0; gambler < GAMBLERS; gambler++) {
            double log = 0;
            for (Map.Entry<Double, Long> each : counts.entrySet()) {
                log += each.getValue() * Math.log1p(stake * ((each.getKey() - low) / (limit - low) - 1));
            }
            logs[gambler] = log;
            greatest = Math.max(greatest, log);
            stake /= STEP;
        }
        double wealth = 0;
        for (double log : logs) {
            wealth += Math.exp(log - greatest);
        }
        return greatest + Math.log(wealth / GAMBLERS);
    }
}
