package io.streamgauge.drift.detector;

/** What a detector says after a value. */
public enum Signal {
    /** No change seen. */
    NONE,
    /** A change may have begun: values from here on may belong to what comes next. */
    WARNING,
    /** The stream has changed. */
    DRIFT
}
