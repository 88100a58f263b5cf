package io.streamgauge.app.online;

/** What was asked for does not exist; the message says what does. Status 404. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }
}
