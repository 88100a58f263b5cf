package io.streamgauge.drift.definition;

import io.streamgauge.schemas.config.Durations;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is watched for drift, against what, and when somebody is told.
 *
 * @param window length of the event-time windows compared, aligned to 1970-01-01 UTC; of windows by count, the slices they are made of
 * @param reference what windows are compared with
 * @param lateness how far behind the latest event time of its partition a prediction still counts
 * @param budget false retraining events allowed; sets the level of significance
 * @param level greatest chance that a window without change shows a significant one, whatever the budget allows
 * @param effect least effect worth an alert, however significant
 * @param confirmation windows that must drift before a retraining event is raised
 * @param cooldown least event time between two retraining events
 * @param minSamples predictions a window must hold to be judged
 * @param exclude inputs that are not watched
 * @param response what follows when something drifts
 * @param performance how performance is followed; null when it is not
 * @param watch what is watched, and by which measures
 * @param corrections how long after a window has closed a late prediction still corrects its verdict; zero when none does
 */
public record DriftDefinition(
        Duration window,
        ReferencePeriod reference,
        Duration lateness,
        Budget budget,
        double level,
        Effect effect,
        Confirmation confirmation,
        Duration cooldown,
        long minSamples,
        List<String> exclude,
        Response response,
        @Nullable PerformanceDefinition performance,
        WatchDefinition watch,
        Duration corrections)
        implements Serializable {

    /**
     * Effects below which a change is not worth an alert.
     *
     * @param psi PSI in nats
     * @param ks KS distance, in [0, 1]
     */
    public record Effect(double psi, double ks) implements Serializable {}

    public DriftDefinition {
        requireWhole("reference.first", reference.first(), window);
        requireWhole("reference.after", reference.after(), window);
        if (window.toMillis() < 1 || reference.first().isZero()) {
            throw new IllegalArgumentException("window and reference.first are longer than 0s, not "
                    + Durations.format(window) + " and " + Durations.format(reference.first()));
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is above 0 and below 1, not " + level);
        }
        exclude = List.copyOf(exclude);
        requireWhole("corrections", corrections, window);
    }

    private static void requireWhole(String name, Duration duration, Duration window) {
        if (duration.toMillis() % Math.max(1, window.toMillis()) != 0) {
            throw new IllegalArgumentException(name + " is a whole number of windows of " + Durations.format(window)
                    + ", not " + Durations.format(duration));
        }
    }

    /** The same with the elements of a vector, whose names {@code vectors} has, in place of a vector that is not watched. */
    public DriftDefinition perElement(Map<String, List<String>> vectors) {
        return new DriftDefinition(
                window,
                reference,
                lateness,
                budget,
                level,
                effect,
                confirmation,
                cooldown,
                minSamples,
                exclude.stream()
                        .flatMap(name -> vectors.getOrDefault(name, List.of(name)).stream())
                        .toList(),
                response,
                performance,
                watch,
                corrections);
    }

    /** Least value of a measure that is worth an alert. */
    public double effect(Measure measure) {
        return switch (measure) {
            case PSI -> effect.psi();
            case KS -> effect.ks();
            default -> watch.effect(measure);
        };
    }

    /**
     * Chance that a window without change shows a significant one: the budget's share of one window, at most {@code level}. A
     * retraining event takes at least one such window, so the budget holds even when windows depend on each other.
     */
    public double windowLevel() {
        return Math.min(level, budget.perWindow(step()));
    }

    /**
     * The same of one window: by count, its share of the budget's time, since nobody knows before how long it will be. Over any time the
     * shares of all windows come to the budget.
     */
    public double windowLevel(long startMs, long endMs) {
        return byCount() ? Math.min(level, budget.perWindow(Duration.ofMillis(endMs - startMs))) : windowLevel();
    }

    /** Whether windows end when they hold enough predictions, each a whole number of slices of {@link #window}. */
    public boolean byCount() {
        return watch.rows() > 0;
    }

    /** The hours of the week by which the reference is parted; null when it is not. */
    public @Nullable Seasons seasons() {
        ZoneId zone = reference.zone();
        return zone == null ? null : new Seasons(zone, window.toMillis());
    }

    /** Predictions that the first windows must hold to be a reference. */
    public long referenceRows() {
        return Math.max(minSamples, reference.events());
    }

    /** Time from the end of one window to that of the next; at most the window's length. */
    public Duration step() {
        Duration every = watch.every();
        return every == null ? window : every;
    }

    /** Whether late predictions correct verdicts. */
    public boolean corrects() {
        return !corrections.isZero();
    }

    /** When the verdict on a window that ends at a moment is corrected: once event time, less the lateness, has come so far. */
    public long correctedMs(long windowEndMs) {
        return windowEndMs + corrections.toMillis();
    }

    /** Start of the step that holds an event time; a window is a whole number of steps. */
    public long stepStartMs(long eventTimeMs) {
        return Math.floorDiv(eventTimeMs, step().toMillis()) * step().toMillis();
    }

    /** Start of the window that holds an event time, among those that do not overlap. */
    public long windowStartMs(long eventTimeMs) {
        return Math.floorDiv(eventTimeMs, window.toMillis()) * window.toMillis();
    }
}
