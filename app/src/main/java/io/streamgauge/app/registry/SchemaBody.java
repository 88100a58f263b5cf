package io.streamgauge.app.registry;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.Schema;

/** The schema in a request's body; what the embedded registry does not offer is refused, never ignored. */
final class SchemaBody {

    private SchemaBody() {}

    static Schema read(JsonNode body) {
        JsonNode type = body.path("schemaType");
        if (type.isTextual() && !type.asText().equals("AVRO")) {
            throw RegistryException.invalidSchema("the embedded registry knows schemaType AVRO only, not " + type);
        }
        refuse(body, "references", "write the types out where they are used");
        refuse(body, "metadata", "leave it out");
        refuse(body, "ruleSet", "leave it out");
        if (body.path("id").asInt(0) > 0) {
            throw RegistryException.notPermitted(
                    "Subject is not in import mode: the embedded registry gives ids itself, leave 'id' out");
        }
        JsonNode schema = body.path("schema");
        if (!schema.isTextual() || schema.asText().isBlank()) {
            throw RegistryException.invalidSchema("'schema' must be the text of an Avro schema");
        }
        return AvroText.parse(schema.asText());
    }

    private static void refuse(JsonNode body, String name, String instead) {
        if (!body.path(name).isEmpty()) {
            throw RegistryException.invalidSchema("the embedded registry does not offer '" + name + "'; " + instead);
        }
    }
}
