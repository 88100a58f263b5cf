package io.streamgauge.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfluentSchemaRegistryTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("R").fields().requiredString("a").endRecord();
    private static final String SCHEMA_7 = "{\"schema\":\"" + SCHEMA.toString().replace("\"", "\\\"") + "\"}";

    @SuppressWarnings("NullAway.Init")
    private StubRegistry stub;

    @BeforeEach
    void start() throws IOException {
        stub = new StubRegistry();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void eachQuestionIsAskedOnce() throws Exception {
        stub.then(200, "{\"id\":7}").then(200, SCHEMA_7);
        SchemaRegistry registry = new ConfluentSchemaRegistry(stub.url(), Map.of());
        for (int i = 0; i < 3; i++) {
            assertThat(registry.register("t-value", SCHEMA)).isEqualTo(7);
        }
        SchemaRegistry fresh = new ConfluentSchemaRegistry(stub.url(), Map.of());
        for (int i = 0; i < 3; i++) {
            assertThat(fresh.schemaById(7)).isEqualTo(SCHEMA);
        }
        assertThat(stub.requests).containsExactly("POST /subjects/t-value/versions", "GET /schemas/ids/7");
    }

    @Test
    void passingTroubleIsWaitedOut() throws Exception {
        stub.then(503, "starting")
                .then(500, "{\"error_code\":50002,\"message\":\"slow\"}")
                .then(200, SCHEMA_7);
        assertThat(new ConfluentSchemaRegistry(stub.url(), Map.of()).schemaById(7))
                .isEqualTo(SCHEMA);
        assertThat(stub.requests).hasSize(3);
    }

    @Test
    void troubleThatDoesNotPassIsWaitedForToTheEnd() {
        Duration patience = Duration.ofMillis(250);
        for (int i = 0; i < 10; i++) {
            stub.then(503, "starting");
        }
        long beganNanos = System.nanoTime();
        assertThatThrownBy(() -> new ConfluentSchemaRegistry(stub.url(), Map.of(), patience).schemaById(7))
                .isInstanceOfSatisfying(
                        RegistryUnavailableException.class,
                        failure -> assertThat(failure.mayPass()).isTrue());
        assertThat(System.nanoTime() - beganNanos).isGreaterThanOrEqualTo(patience.toNanos() - 1_000_000);
    }

    @Test
    void aRefusalDoesNotPass() {
        stub.then(401, "{\"error_code\":40101,\"message\":\"who are you\"}");
        assertThatThrownBy(() -> new ConfluentSchemaRegistry(stub.url(), Map.of()).schemaById(7))
                .isInstanceOfSatisfying(
                        RegistryUnavailableException.class,
                        failure -> assertThat(failure.mayPass()).isFalse());
        assertThat(stub.requests).hasSize(1);
    }

    @Test
    void clientPropertiesReachTheClientWithAndWithoutPrefix() throws Exception {
        for (String prefix : new String[] {"", "schema.registry."}) {
            stub.then(200, SCHEMA_7);
            Map<String, String> properties = Map.of(
                    prefix + "basic.auth.credentials.source",
                    "USER_INFO",
                    prefix + "basic.auth.user.info",
                    "ada:secret");
            new ConfluentSchemaRegistry(stub.url(), properties).schemaById(7);
        }
        assertThat(stub.authorizations).containsExactly("Basic YWRhOnNlY3JldA==", "Basic YWRhOnNlY3JldA==");
    }

    @Test
    void anUnknownIdIsThatRecordsTrouble() {
        stub.then(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        assertThatThrownBy(() -> new ConfluentSchemaRegistry(stub.url(), Map.of()).schemaById(7))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessage("schema id 7 is unknown to the schema registry at " + stub.url());
    }

    @Test
    void aRefusalNamesSubjectAndReason() {
        stub.then(409, "{\"error_code\":409,\"message\":\"incompatible: a\"}");
        assertThatThrownBy(() -> new ConfluentSchemaRegistry(stub.url(), Map.of()).register("t-value", SCHEMA))
                .isInstanceOf(SchemaRejectedException.class)
                .hasMessageContainingAll("subject 't-value'", "incompatible: a");
    }

    @Test
    void notBeingAllowedInIsNotRetried() {
        stub.then(401, "{\"error_code\":40101,\"message\":\"who are you\"}");
        assertThatThrownBy(() -> new ConfluentSchemaRegistry(stub.url(), Map.of()).schemaById(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContainingAll(stub.url(), "who are you");
        assertThat(stub.requests).hasSize(1);
    }

    @Test
    void noRegistryThereNamesTheAddress() {
        String url = stub.url();
        stub.close();
        assertThatThrownBy(() -> new ConfluentSchemaRegistry(url, Map.of(), Duration.ofMillis(300)).schemaById(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageStartingWith("the schema registry at " + url + " cannot be used: ");
    }
}
