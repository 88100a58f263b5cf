package io.streamgauge.drift.definition;

import java.util.Locale;

/** How a pipeline comes by what its windows are compared with. */
public enum ReferenceMode {
    /** The first windows of a model. */
    FIRST,
    /** The first windows of a model, as many as hold so many predictions. */
    EVENTS,
    /** A profile of the data that the model was trained on. */
    FILE;

    /** As documents write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
