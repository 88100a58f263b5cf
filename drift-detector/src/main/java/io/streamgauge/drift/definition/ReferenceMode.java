package io.streamgauge.drift.definition;

import java.util.Locale;

/** How a pipeline comes by what its windows are compared with. */
public enum ReferenceMode {
    /** The first windows of a model. */
    FIRST,
    /** The first windows of a model, as many as hold so many predictions. */
    EVENTS,
    /** A profile of the data that the model was trained on. */
    FILE,
    /** The last windows, less those nearest. */
    ROLLING,
    /** The first weeks of a model, hour of the week by hour of the week. */
    SEASONAL;

    /** As documents write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
