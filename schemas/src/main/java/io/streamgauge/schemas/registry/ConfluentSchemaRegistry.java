package io.streamgauge.schemas.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * A registry spoken to over HTTP, through Confluent's own client. Trouble that may pass, such as a registry that is
 * still starting, is waited out for up to {@link #PATIENCE}; every answer is remembered for the life of the object.
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {

    /** How long passing trouble is waited out before {@link RegistryUnavailableException}. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int CLIENT_CACHE_SCHEMAS = 1_000;
    private static final int UNKNOWN_ID = 40403;

    private final String url;
    private final Patience patience;
    private final SchemaRegistryClient client;
    private final Map<Named, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    /**
     * A registry at {@code url}; several addresses of one registry may be given, with commas between.
     *
     * @param properties given to Confluent's client as they are, with or without the prefix {@code schema.registry.}:
     *     {@code basic.auth.credentials.source} and {@code basic.auth.user.info}, {@code bearer.auth.*}, {@code ssl.*},
     *     {@code http.connect.timeout.ms}, {@code http.read.timeout.ms}, {@code proxy.host}, ...; values may be {@link References}
     */
    public ConfluentSchemaRegistry(String url, Map<String, String> properties) {
        this(url, properties, PATIENCE);
    }

    /** As above, waiting out passing trouble for {@code patience}; zero asks once. */
    public ConfluentSchemaRegistry(String url, Map<String, String> properties, Duration patience) {
        this.url = url;
        this.patience = new Patience(patience);
        this.client = new CachedSchemaRegistryClient(
                List.of(url.split(",")), CLIENT_CACHE_SCHEMAS, References.resolved(properties));
    }

    @Override
    public int register(String subject, Schema schema) {
        Named named = new Named(subject, schema);
        Integer known = ids.get(named);
        if (known != null) {
            return known;
        }
        try {
            int id = patience.call(() -> client.register(subject, new AvroSchema(schema.toString())));
            ids.put(named, id);
            return id;
        } catch (RestClientException e) {
            if (e.getStatus() == 409 || e.getStatus() == 422) {
                throw new SchemaRejectedException(url, subject, e);
            }
            throw new RegistryUnavailableException(url, e, Patience.mayPass(e));
        } catch (IOException e) {
            throw new RegistryUnavailableException(url, e);
        }
    }

    @Override
    public Schema schemaById(int id) throws UnknownSchemaException {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        try {
            Schema schema = new Schema.Parser()
                    .parse(patience.call(() -> client.getSchemaById(id)).canonicalString());
            schemas.put(id, schema);
            return schema;
        } catch (RestClientException e) {
            if (e.getErrorCode() == UNKNOWN_ID) {
                throw new UnknownSchemaException(id, url);
            }
            throw new RegistryUnavailableException(url, e, Patience.mayPass(e));
        } catch (IOException | SchemaParseException e) {
            throw new RegistryUnavailableException(url, e);
        }
    }

    @Override
    public String toString() {
        return "schema registry at " + url;
    }

    private record Named(String subject, Schema schema) {}
}
