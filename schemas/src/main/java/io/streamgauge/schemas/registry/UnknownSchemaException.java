package io.streamgauge.schemas.registry;

/** The registry works and has no schema with that id; checked, since it is a property of the record that names it. */
public final class UnknownSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnknownSchemaException(int id, String registry) {
        super("schema id " + id + " is unknown to the schema registry at " + registry);
    }
}
