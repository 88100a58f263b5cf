package io.streamgauge.app.online;

/** A parameter cannot be read; the message says what was seen and what is allowed. Status 400. */
public final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadRequestException(String message) {
        super(message);
    }
}
