package io.streamgauge.app.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded broker cannot start; the message tells a user why and what to do. */
public final class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
