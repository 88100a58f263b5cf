package io.streamgauge.app.instances;

/** What instances would tell each other for one request is more than there is room for; the message names the limit. */
public final class TooMuchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMuchException(String message) {
        super(message);
    }
}
