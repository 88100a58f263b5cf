package io.streamgauge.drift.definition;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What follows when predictions stay away.
 *
 * @param forget event time without a prediction of a model after which its reference, its alert and its detectors are forgotten
 * @param tell time by the clock without a prediction of any model after which an alert says so; null when none does
 */
public record Absence(Duration forget, @Nullable Duration tell) implements Serializable {

    /** Where the document says nothing else. */
    public static final Absence DEFAULT = new Absence(Duration.ofDays(90), null);
}
