package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the model's performance is followed, from outcomes that come later than the predictions.
 *
 * @param kind what the outcomes are
 * @param waitFor how long after a window's end its outcomes are waited for, by their own time; a whole number of windows
 * @param corrections how long after that an outcome still corrects the window's figures; a whole number of windows
 * @param watch names of the figures whose fall is drift
 * @param effect least fall of a figure between 0 and 1 that counts
 * @param relativeEffect least rise of a loss or an error that counts, as a share of the reference's
 * @param threshold score from which on a decision is positive, where {@code positive} is not given
 * @param positive the decision that is positive, in the prediction's own word; null where the score decides
 * @param groups model inputs whose values are groups to be treated alike; empty when fairness is not followed
 * @param fairnessEffect least gap between groups that is told as unfair
 * @param detectors change detectors over the errors
 */
public record PerformanceDefinition(
        Kind kind,
        Duration waitFor,
        Duration corrections,
        List<String> watch,
        double effect,
        double relativeEffect,
        double threshold,
        @Nullable String positive,
        List<String> groups,
        double fairnessEffect,
        List<DetectorDefinition> detectors)
        implements Serializable {

    /** What outcomes are. */
    public enum Kind {
        /** Something comes true or not: 1 or 0. */
        BINARY,
        /** One of several classes, by number. */
        MULTICLASS,
        /** A number. */
        REGRESSION
    }

    public PerformanceDefinition {
        watch = List.copyOf(watch);
        groups = List.copyOf(groups);
        detectors = List.copyOf(detectors);
    }

    /** A definition without change detectors. */
    public PerformanceDefinition(
            Kind kind,
            Duration waitFor,
            Duration corrections,
            List<String> watch,
            double effect,
            double relativeEffect,
            double threshold,
            @Nullable String positive,
            List<String> groups,
            double fairnessEffect) {
        this(
                kind,
                waitFor,
                corrections,
                watch,
                effect,
                relativeEffect,
                threshold,
                positive,
                groups,
                fairnessEffect,
                List.of());
    }
}
