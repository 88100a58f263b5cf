package io.streamgauge.drift.labels;

/** What became of a label. */
public enum LabelFate {
    /** It told an event its outcome, or waits for the prediction of one. */
    KEPT,
    /** No prediction that is held is of its event: there is none, or it is not in the sample, or its window is forgotten. */
    UNMATCHED,
    /** It came when every window that it could be of had been forgotten. */
    LATE,
    /** A label that came before its prediction, or another one such, was let go because too many wait. */
    DROPPED
}
