package io.streamgauge.app;

import org.jspecify.annotations.Nullable;

/** A command could not do its work; the message is for the user and complete. Exit code 1. */
public final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        this(message, null);
    }

    public CommandFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
