package io.streamgauge.app.online;

/** The answer cannot be given now but may be later, or by another instance; the message says why. Status 503. */
public final class NotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotReadyException(String message) {
        super(message);
    }
}
