package io.streamgauge.app.run;

import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import io.streamgauge.schemas.registry.References;
import io.streamgauge.schemas.registry.SchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where Kafka and the schema registry answer, and how to speak to them.
 *
 * @param bootstrapServers Kafka
 * @param schemaRegistryUrl schema registry
 * @param properties client properties passed on as the user gave them: security, timeouts; keys that start with
 *     {@code schema.registry.} go to the registry's client
 */
public record Cluster(String bootstrapServers, String schemaRegistryUrl, Map<String, String> properties) {

    private static final String REGISTRY_PREFIX = "schema.registry.";

    public Cluster {
        properties = Map.copyOf(properties);
    }

    /** Properties for a Kafka client. */
    public Map<String, String> kafka() {
        Map<String, String> kafka = new HashMap<>();
        properties.forEach((key, value) -> {
            if (!key.startsWith(REGISTRY_PREFIX)) {
                kafka.put(key, value);
            }
        });
        kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return References.withProviders(kafka);
    }

    /** As {@link #kafka}, with more, which win. */
    public Properties kafka(Map<String, ?> more) {
        Properties all = new Properties();
        all.putAll(kafka());
        all.putAll(more);
        return all;
    }

    /** Properties for the registry's client. */
    public Map<String, String> registry() {
        Map<String, String> registry = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(REGISTRY_PREFIX)) {
                registry.put(key, value);
            }
        });
        return registry;
    }

    /** A client of the registry, as patient as it is by itself. */
    SchemaRegistry schemas() {
        return schemas(ConfluentSchemaRegistry.PATIENCE);
    }

    /** @param patience how long it asks a registry that does not answer */
    SchemaRegistry schemas(Duration patience) {
        return new ConfluentSchemaRegistry(schemaRegistryUrl, registry(), patience);
    }
}
