package io.streamgauge.schemas.registry;

/** The registry cannot be reached, or answers that it cannot serve; says nothing about any record. */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String registry, Throwable cause) {
        super("the schema registry at " + registry + " cannot be used: " + cause.getMessage(), cause);
    }
}
