package io.streamgauge.scoring;

import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import java.time.Duration;
import java.util.Optional;

/**
 * The sets or intervals that predictions are to carry.
 *
 * @param coverage share of outcomes that they are to hold
 * @param perClass whether sets hold it for the outcomes of each class by itself
 * @param update how often, in event time of the labels, they are learnt anew by the running pipeline; empty when they are not
 * @param labels from how many labels at most, the newest
 */
public record UncertaintyDefinition(
        Gives gives, Coverage coverage, boolean perClass, Optional<Duration> update, int labels) {

    public UncertaintyDefinition {
        if (labels < 1) {
            throw new IllegalArgumentException("labels is " + labels + "; expected at least 1");
        }
        if (perClass && gives == Gives.INTERVAL) {
            throw new IllegalArgumentException("an interval has no classes");
        }
    }
}
