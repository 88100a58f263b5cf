package io.streamgauge.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.embedded.EmbeddedBroker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Confluent's own client against the embedded registry, over restarts of both it and the broker. */
class ConfluentClientIT {

    private static final AvroSchema OLD =
            new AvroSchema("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}");
    private static final AvroSchema NEW = new AvroSchema(
            OLD.canonicalString().replace("]}", ",{\"name\":\"b\",\"type\":\"string\",\"default\":\"\"}]}"));
    private static final AvroSchema BREAKING =
            new AvroSchema(OLD.canonicalString().replace("]}", ",{\"name\":\"c\",\"type\":\"string\"}]}"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void theClientFindsAllItAsksFor() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            SchemaRegistryClient client = client(registry);
            int first = client.register("t-value", OLD);
            int second = client.register("t-value", NEW);
            assertThat(client(registry).getSchemaById(first).canonicalString()).isEqualTo(OLD.canonicalString());
            assertThat(client(registry).getId("t-value", NEW)).isEqualTo(second);
            assertThat(client.getVersion("t-value", NEW)).isEqualTo(2);
            assertThat(client.getAllVersions("t-value")).containsExactly(1, 2);
            assertThat(client.getAllSubjects()).containsExactly("t-value");
            SchemaMetadata latest = client.getLatestSchemaMetadata("t-value");
            assertThat(List.of(latest.getId(), latest.getVersion())).containsExactly(second, 2);
            assertThat(client.getAllSubjectsById(first)).containsExactly("t-value");
            assertThat(client.getAllVersionsById(first)).hasSize(1);
            assertThat(client.getSchemas("t-", false, true)).hasSize(1);
        }
    }

    @Test
    void theClientIsToldWhatIsWrong() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            SchemaRegistryClient client = client(registry);
            client.register("t-value", OLD);
            assertThat(client.testCompatibility("t-value", NEW)).isTrue();
            assertThat(client.testCompatibility("t-value", BREAKING)).isFalse();
            assertThat(client.testCompatibilityVerbose("t-value", BREAKING)).isNotEmpty();
            assertFails(() -> client.register("t-value", BREAKING), 409, 409);
            assertFails(() -> client.getSchemaById(99), 404, 40403);
            assertFails(() -> client.getLatestSchemaMetadata("nobody"), 404, 40401);
            assertThat(client.updateCompatibility("t-value", "NONE")).isEqualTo("NONE");
            assertThat(client.getCompatibility("t-value")).isEqualTo("NONE");
            client.register("t-value", BREAKING);
            client.deleteCompatibility("t-value");
            assertThat(client.getMode()).isEqualTo("READWRITE");
            assertThat(client.setMode("READONLY", "t-value")).isEqualTo("READONLY");
            assertThat(client.setMode("READWRITE", "t-value")).isEqualTo("READWRITE");
            assertThat(client.deleteSchemaVersion("t-value", "1")).isEqualTo(1);
            assertThat(client.deleteSubject("t-value")).containsExactly(2);
            assertThat(client.deleteSubject("t-value", true)).containsExactly(1, 2);
        }
    }

    @Test
    void idsSubjectsAndLevelsSurviveRestarts() throws Exception {
        int first;
        int second;
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            try (EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
                SchemaRegistryClient client = client(registry);
                first = client.register("t-value", OLD);
                client.updateCompatibility("t-value", "FULL_TRANSITIVE");
            }
            try (EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
                assertThat(client(registry).register("t-value", OLD)).isEqualTo(first);
                second = client(registry).register("t-value", NEW);
            }
        }
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
                EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
            SchemaRegistryClient client = client(registry);
            assertThat(client.getSchemaById(first).canonicalString()).isEqualTo(OLD.canonicalString());
            assertThat(client.getSchemaById(second).canonicalString()).isEqualTo(NEW.canonicalString());
            assertThat(client.getAllVersions("t-value")).containsExactly(1, 2);
            assertThat(client.getCompatibility("t-value")).isEqualTo("FULL_TRANSITIVE");
            assertThat(client.register("u-value", BREAKING)).isGreaterThan(second);
        }
    }

    @Test
    void aTakenPortIsToldPlainly() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new EmbeddedRegistry(broker.bootstrapServers(), port))
                    .isInstanceOf(RegistryStartException.class)
                    .hasMessageStartingWith("port " + port + " on 127.0.0.1 is taken");
        }
    }

    private interface Call {
        Object run() throws Exception;
    }

    private static void assertFails(Call call, int status, int code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(RestClientException.class, e -> {
            assertThat(e.getStatus()).isEqualTo(status);
            assertThat(e.getErrorCode()).isEqualTo(code);
        });
    }

    private static SchemaRegistryClient client(EmbeddedRegistry registry) {
        return new CachedSchemaRegistryClient(registry.url(), 100);
    }
}
