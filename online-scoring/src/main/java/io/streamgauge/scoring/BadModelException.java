package io.streamgauge.scoring;

/** A model file that cannot be served; the message names what was seen and what is allowed. */
public final class BadModelException extends Exception {

    private static final long serialVersionUID = 1L;

    public BadModelException(String message) {
        super(message);
    }

    public BadModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
