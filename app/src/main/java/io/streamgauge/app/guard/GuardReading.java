package io.streamgauge.app.guard;

import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.drift.statistic.KolmogorovSmirnov;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.GuardBreach;
import io.streamgauge.schemas.GuardMetric;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.scoring.rollout.GuardText;
import java.time.Instant;
import java.util.Locale;

/**
 * What a guard sees of a variant's last predictions.
 *
 * <p>A guard with a risk is broken once the lower confidence bound of what it measures is not below the limit, in one of its
 * {@link Stretches}, from its minimum of predictions on. The bounds hold at all times at once, so that the guard may be looked at all the
 * time: the probability that it is ever broken while what it measures is at most the limit is at most its risk. Latency is a share too: of calls that
 * take the limit or longer, which must not exceed one less the quantile.
 *
 * <p>Without a risk, as guards were before there was one, shares and quantiles are broken by the plain value. A shift is broken when the
 * gap D between the distributions is as large as the limit <em>and</em> would come by chance less than once in a thousand times
 * where there is no difference (two-sample Kolmogorov-Smirnov test).
 *
 * @param variant the variant
 * @param guard its guard
 * @param state what it comes to
 * @param seen what was measured, in the unit of the guard's limit
 * @param events of how many predictions
 * @param compared of a shift, with how many of the champion's scores
 * @param pValue of a shift without a risk, probability of such a gap when there is no difference; else NaN
 * @param atLeast the lower confidence bound of what was measured, in the same unit; NaN without a risk
 * @param fromMs when the first of them was scored
 * @param toMs when the last of them was scored
 */
public record GuardReading(
        DeployedVariant variant,
        Guard guard,
        State state,
        double seen,
        int events,
        int compared,
        double pValue,
        double atLeast,
        long fromMs,
        long toMs) {

    /** A gap less probable than this is none of chance. */
    static final double SIGNIFICANCE = 0.001;

    /** What a guard comes to. */
    public enum State {
        /** There are too few predictions. */
        WAITING,
        /** It holds. */
        HOLDS,
        /** It does not. */
        BROKEN,
        /** There is nothing to hold it against: a champion has no champion beside it. */
        NOT_JUDGED;

        /** As people read it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** What a guard makes of samples. */
    static GuardReading of(DeployedVariant variant, Guard guard, GuardSamples samples) {
        boolean judged = guard.getMetric() != GuardMetric.UNKNOWN
                && (guard.getMetric() != GuardMetric.SHIFT || variant.getRole() != VariantRole.CHAMPION);
        if (!judged) {
            return reading(variant, guard, samples.of(guard), Measured.NONE, State.NOT_JUDGED);
        }
        return guard.getRisk() > 0 ? bounded(variant, guard, samples) : plain(variant, guard, samples.of(guard));
    }

    /**
     * What was measured.
     *
     * @param value in the unit of the guard's limit
     * @param events of how many predictions
     * @param compared of a shift, with how many of the champion's scores
     */
    private record Measured(double value, int events, int compared, double pValue, double atLeast) {

        static final Measured NONE = new Measured(0, 0, 0, Double.NaN, Double.NaN);

        static Measured of(Guard guard, GuardSamples.Window window) {
            return switch (guard.getMetric()) {
                case ERRORS -> share(window.errors(), window.size());
                case MISSING -> share(window.missing(), window.size());
                case LATENCY -> {
                    long[] took = window.scoringNs();
                    yield new Measured(quantile(took, guard.getQuantile()), took.length, 0, Double.NaN, Double.NaN);
                }
                case SHIFT -> {
                    double[] own = window.scores();
                    double[] champion = window.champions();
                    double gap = KolmogorovSmirnov.distance(own, champion);
                    double chance = guard.getRisk() > 0 || Math.min(own.length, champion.length) == 0
                            ? Double.NaN
                            : KolmogorovSmirnov.pValue(gap, own.length, champion.length);
                    yield new Measured(gap, own.length, champion.length, chance, Double.NaN);
                }
                case UNKNOWN -> NONE;
            };
        }

        private static Measured share(long hits, int size) {
            return new Measured((double) hits / Math.max(1, size), size, 0, Double.NaN, Double.NaN);
        }

        /** The same with its bound in place of a plain test. */
        Measured atLeast(double bound) {
            return new Measured(value, events, compared, Double.NaN, bound);
        }

        boolean few(Guard guard) {
            int least = guard.getMetric() == GuardMetric.SHIFT ? Math.min(events, compared) : events;
            return least < guard.getMinimum();
        }
    }

    private static GuardReading plain(DeployedVariant variant, Guard guard, GuardSamples.Window window) {
        Measured seen = Measured.of(guard, window);
        boolean beyond = seen.value >= guard.getLimit()
                && (guard.getMetric() != GuardMetric.SHIFT || seen.pValue < SIGNIFICANCE);
        State state = seen.few(guard) ? State.WAITING : beyond ? State.BROKEN : State.HOLDS;
        return reading(variant, guard, window, seen, state);
    }

    /** The reading of the stretch with the greatest bound; of the longest where all have too few predictions. */
    private static GuardReading bounded(DeployedVariant variant, Guard guard, GuardSamples samples) {
        GuardReading worst = reading(variant, guard, samples.of(guard), Measured.NONE, State.WAITING);
        for (Stretches.Stretch stretch : samples.stretches(guard)) {
            GuardSamples.Window window = samples.of(stretch);
            Measured seen = Measured.of(guard, window);
            if (seen.few(guard)) {
                if (worst.state == State.WAITING && seen.events > worst.events) {
                    worst = reading(variant, guard, window, seen.atLeast(Double.NaN), State.WAITING);
                }
            } else {
                double bound = bound(guard, window, stretch.alpha());
                if (worst.state == State.WAITING || bound > worst.atLeast) {
                    State state = bound >= guard.getLimit() ? State.BROKEN : State.HOLDS;
                    worst = reading(variant, guard, window, seen.atLeast(bound), state);
                }
            }
        }
        return worst;
    }

    private static double bound(Guard guard, GuardSamples.Window window, double alpha) {
        return switch (guard.getMetric()) {
            case ERRORS -> BettingBound.ofShare(window.errors(), window.size()).atLeast(alpha);
            case MISSING ->
                BettingBound.ofShare(window.missing(), window.size()).atLeast(alpha);
            case LATENCY -> latency(window.scoringNs(), guard.getQuantile(), alpha);
            case SHIFT -> Math.max(0, ShiftBets.of(window).atLeast(alpha));
            case UNKNOWN -> 0;
        };
    }

    /** The greatest time of which it is refuted that at most a share 1 − q of calls take it or longer; 0 when there is none. */
    private static double latency(long[] ascending, double q, double alpha) {
        int below = -1;
        int above = ascending.length;
        while (above - below > 1) {
            int middle = (below + above) / 2;
            boolean refuted = BettingBound.ofShare(ascending.length - middle, ascending.length)
                    .reaches(1 - q, alpha);
            if (refuted) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below < 0 ? 0 : ascending[below];
    }

    private static GuardReading reading(
            DeployedVariant variant, Guard guard, GuardSamples.Window window, Measured seen, State state) {
        return new GuardReading(
                variant,
                guard,
                state,
                seen.value,
                seen.events,
                seen.compared,
                seen.pValue,
                seen.atLeast,
                window.fromMs(),
                window.toMs());
    }

    /** The smallest value that at least a share q of all are not above; 0 of none. */
    private static double quantile(long[] ascending, double q) {
        return ascending.length == 0 ? 0 : ascending[(int) Math.ceil(q * ascending.length) - 1];
    }

    /** Whether the variant is to be taken back. */
    boolean broken() {
        return state == State.BROKEN;
    }

    /** As the revision keeps it. */
    GuardBreach breach() {
        return GuardBreach.newBuilder()
                .setVariant(variant.getName())
                .setModel(variant.getModel())
                .setGuard(guard)
                .setSeen(seen)
                .setEvents(events)
                .setCompared(compared)
                .setPValue(Double.isNaN(pValue) ? null : (Double) pValue)
                .setAtLeast(Double.isNaN(atLeast) ? null : (Double) atLeast)
                .setFrom(Instant.ofEpochMilli(fromMs))
                .setTo(Instant.ofEpochMilli(toMs))
                .build();
    }

    /** As a sentence, for people. */
    public String text() {
        String of = "of " + events + (events == 1 ? " prediction" : " predictions");
        String what = "guard '" + GuardText.of(guard) + "' of " + variant.getName();
        return switch (state) {
            case NOT_JUDGED -> what + " is not judged: the champion has nobody to be compared with";
            case WAITING ->
                what + " waits for " + guard.getMinimum()
                        + (guard.getMetric() == GuardMetric.SHIFT
                                ? " scores and as many of the champion's, has " + events + " and " + compared
                                : " predictions, has " + events);
            case HOLDS -> what + " holds: " + saw() + " " + of;
            case BROKEN -> what + " is broken: " + saw() + " " + of;
        };
    }

    /** For who shows it. */
    public RolloutStatus.Guarding view() {
        return new RolloutStatus.Guarding(
                variant.getName(), GuardText.of(guard), state.text(), GuardText.value(guard, seen), events, text());
    }

    private String saw() {
        String value = GuardText.value(guard, seen);
        if (!Double.isNaN(atLeast)) {
            return value + ", surely " + GuardText.value(guard, atLeast) + " or more,";
        }
        boolean shift = guard.getMetric() == GuardMetric.SHIFT;
        String p = pValue < SIGNIFICANCE
                ? " (p < " + SIGNIFICANCE + ")"
                : " (p " + String.format(Locale.ROOT, "%.3f", pValue) + ")";
        return value + (shift ? p : "");
    }
}
