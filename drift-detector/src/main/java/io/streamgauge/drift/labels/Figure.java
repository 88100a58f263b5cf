package io.streamgauge.drift.labels;

/**
 * One figure of performance and how sure it is.
 *
 * @param statistic what it is
 * @param value its value
 * @param standardError of the value; NaN where there is no formula
 * @param trials decisions that a share is of; 0 for what is no plain share
 */
public record Figure(Statistic statistic, double value, double standardError, double trials) {

    /** Chance of such a fall or a greater one when nothing has changed: normal approximation, one-sided; NaN where it cannot be told. */
    double pValueAgainst(Figure reference) {
        double spread = trials > 0 ? pooledSpread(reference) : Math.hypot(standardError, reference.standardError);
        double fall = statistic.fall(reference.value, value);
        if (Double.isNaN(spread) || Double.isNaN(fall)) {
            return Double.NaN;
        }
        return spread > 0 ? Normal.upperTail(fall / spread) : fall > 0 ? 0 : 1;
    }

    /** Standard error of the difference of two shares that are the same. */
    private double pooledSpread(Figure reference) {
        double all = trials + reference.trials;
        double share = (value * trials + reference.value * reference.trials) / all;
        return Math.sqrt(share * (1 - share) * (1 / trials + 1 / reference.trials));
    }

    /** The value that is just significant at a level. */
    double significantAt(double level, Figure reference) {
        double spread = trials > 0 ? pooledSpread(reference) : Math.hypot(standardError, reference.standardError);
        double fall = Normal.upperQuantile(level) * spread;
        return statistic.moreIsBetter() ? reference.value - fall : reference.value + fall;
    }
}
