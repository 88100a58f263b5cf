package io.streamgauge.scoring;

/** A loaded model failed on a vector; the event is not scored and processing stops, since the next would fail too. */
public final class ScoringException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ScoringException(String message, Throwable cause) {
        super(message, cause);
    }
}
