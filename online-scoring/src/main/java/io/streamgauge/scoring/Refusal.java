package io.streamgauge.scoring;

/** Why a prediction has no score, as a kind that can be counted; the prediction's own text says of which value. */
public enum Refusal {
    /** An input is missing that the policy does not replace. */
    MISSING_INPUT,
    /** Such an input is missing because its newest value is older than its {@code max_age}. */
    STALE_INPUT,
    /** A value does not fit its tensor, or the model fails on this row. */
    ROW,
    /** The model's answer is no number. */
    NO_NUMBER,
    /** A model that was deployed fails, whatever the row. */
    MODEL
}
