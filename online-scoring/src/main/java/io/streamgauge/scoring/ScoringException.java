package io.streamgauge.scoring;

/** A loaded model failed on a vector, or the model to score with is not to be had; processing stops, since the next event would fail too. */
public final class ScoringException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScoringException(String message) {
        super(message);
    }

    public ScoringException(String message, Throwable cause) {
        super(message, cause);
    }
}
