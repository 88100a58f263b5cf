package io.streamgauge.app.http;

/** A parameter cannot be read; the message says what was seen and what is allowed. Status 400. */
final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}
