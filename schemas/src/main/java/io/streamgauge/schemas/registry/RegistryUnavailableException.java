package io.streamgauge.schemas.registry;

import java.io.IOException;

/** The registry cannot be reached, or answers that it cannot serve; says nothing about any record. */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /** One that may pass when it was the connection that failed. */
    public RegistryUnavailableException(String registry, Throwable cause) {
        this(registry, cause, cause instanceof IOException);
    }

    RegistryUnavailableException(String registry, Throwable cause, boolean passing) {
        super("the schema registry at " + registry + " cannot be used: " + cause.getMessage(), cause);
        this.passing = passing;
    }

    /** Whether it is down or overloaded, which may pass; else it refuses to serve, for instance a password. */
    public boolean mayPass() {
        return passing;
    }
}
