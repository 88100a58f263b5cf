package io.streamgauge.schemas.registry;

/** The registry refuses a schema: it is incompatible with the subject's earlier versions, or invalid. */
public final class SchemaRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SchemaRejectedException(String registry, String subject, Throwable cause) {
        super(
                "the schema registry at " + registry + " refuses the schema for subject '" + subject + "': "
                        + cause.getMessage(),
                cause);
    }
}
