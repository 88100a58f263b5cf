package io.streamgauge.app.registry;

/** The embedded registry cannot start; the message tells a user why and what to do. */
public final class RegistryStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RegistryStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
