package io.streamgauge.app.online;

/** A question that is well put and cannot be answered; the message says what can. Status 422. */
public final class UnanswerableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnanswerableException(String message) {
        super(message);
    }
}
