package io.streamgauge.schemas.registry;

import org.apache.avro.Schema;

/**
 * Numbers for Avro schemas: one id for one schema, for ever. Implementations are thread-safe and remember every answer,
 * so that a caller may ask per record. A user who has Confluent's own client implements this interface over it.
 */
public interface SchemaRegistry {

    /**
     * The id of {@code schema} under {@code subject}, which is made a new version of that subject if it is not one yet.
     *
     * @throws SchemaRejectedException when the registry refuses the schema, for instance as incompatible
     * @throws RegistryUnavailableException when the registry cannot be reached or does not work
     */
    int register(String subject, Schema schema);

    /**
     * The schema with this id.
     *
     * @throws UnknownSchemaException when the registry has no such id: the bytes that named it are wrong
     * @throws RegistryUnavailableException when the registry cannot be reached or does not work
     */
    Schema schemaById(int id) throws UnknownSchemaException;
}
