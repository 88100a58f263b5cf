package io.streamgauge.app.guard;

import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.drift.statistic.Comparison;
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
 * <p>Shares and quantiles are broken by the plain value, from the guard's minimum of predictions on. A shift is broken when the
 * gap D between the distributions is as large as the limit <em>and</em> would come by chance less than once in a thousand times
 * where there is no difference (two-sample Kolmogorov-Smirnov test): effect and significance both count.
 *
 * @param variant the variant
 * @param guard its guard
 * @param state what it comes to
 * @param seen what was measured, in the unit of the guard's limit
 * @param events of how many predictions
 * @param compared of a shift, with how many of the champion's scores
 * @param pValue of a shift, probability of such a gap when there is no difference; else NaN
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
        GuardSamples.Window window = samples.of(guard);
        return switch (guard.getMetric()) {
            case ERRORS -> plain(variant, guard, window, window.errors(), window.size());
            case MISSING -> plain(variant, guard, window, window.missing(), window.size());
            case LATENCY -> {
                long[] took = window.scoringNs();
                yield plain(variant, guard, window, quantile(took, guard.getQuantile()), took.length);
            }
            case SHIFT ->
                variant.getRole() == VariantRole.CHAMPION
                        ? reading(variant, guard, State.NOT_JUDGED, window, 0, 0, 0, Double.NaN)
                        : shift(variant, guard, window);
            case UNKNOWN -> reading(variant, guard, State.NOT_JUDGED, window, 0, 0, 0, Double.NaN);
        };
    }

    private static GuardReading plain(
            DeployedVariant variant, Guard guard, GuardSamples.Window window, double seen, int events) {
        State state =
                events < guard.getMinimum() ? State.WAITING : seen < guard.getLimit() ? State.HOLDS : State.BROKEN;
        return reading(variant, guard, state, window, seen, events, 0, Double.NaN);
    }

    private static GuardReading shift(DeployedVariant variant, Guard guard, GuardSamples.Window window) {
        double[] own = window.scores();
        double[] champion = window.champions();
        Comparison gap = KolmogorovSmirnov.of(own, champion);
        boolean few = Math.min(own.length, champion.length) < guard.getMinimum();
        boolean broken = gap.value() >= guard.getLimit() && gap.pValue() < SIGNIFICANCE;
        State state = few ? State.WAITING : broken ? State.BROKEN : State.HOLDS;
        return reading(variant, guard, state, window, gap.value(), own.length, champion.length, gap.pValue());
    }

    private static GuardReading reading(
            DeployedVariant variant,
            Guard guard,
            State state,
            GuardSamples.Window window,
            double seen,
            int events,
            int compared,
            double pValue) {
        return new GuardReading(variant, guard, state, seen, events, compared, pValue, window.fromMs(), window.toMs());
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
        boolean shift = guard.getMetric() == GuardMetric.SHIFT;
        String p = pValue < SIGNIFICANCE
                ? " (p < " + SIGNIFICANCE + ")"
                : " (p " + String.format(Locale.ROOT, "%.3f", pValue) + ")";
        return GuardText.value(guard, seen) + (shift ? p : "");
    }
}
