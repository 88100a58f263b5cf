package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.embedded.EmbeddedBroker;
import io.streamgauge.app.http.TestingCertificate;
import io.streamgauge.app.registry.EmbeddedRegistry;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.ConfluentSchemaRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A broker that is spoken to over TLS and asks for a password, and a registry that asks for another: topology, drift job and
 * readers get both from files, and neither is logged.
 */
@Tag("slow")
class SecuredIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String KAFKA_PASSWORD = "kafka-pass-31415";
    private static final String REGISTRY_PASSWORD = "registry-pass-27182";
    private static final String WRONG = "wrong-pass-16180";
    private static final String STORE_PASSWORD = "changeit";
    private static final Logger CONFIG_LOG = (Logger) LoggerFactory.getLogger("org.apache.kafka.common.config");
    private static final @Nullable Level QUIET = CONFIG_LOG.getLevel();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @AfterEach
    void quiet() {
        CONFIG_LOG.setLevel(QUIET);
    }

    @Test
    void eventsArePredictedAndNoSecretIsLogged() throws Exception {
        TestingCertificate certificate = TestingCertificate.make(temp.resolve("tls"), "RSA");
        Path secrets = Files.createDirectories(temp.resolve("secrets"));
        Files.writeString(secrets.resolve("kafka"), KAFKA_PASSWORD);
        Files.writeString(secrets.resolve("registry"), "app:" + REGISTRY_PASSWORD);
        int port = freePort();
        try (EmbeddedBroker broker = new EmbeddedBroker(
                        temp.resolve("broker"), port, secured(certificate, temp.resolve("tls/RSA.p12")));
                EmbeddedRegistry registry = new EmbeddedRegistry(
                        client(certificate, broker, "${dir:" + secrets + ":kafka}"), "127.0.0.1", 0);
                Guard guard = new Guard(registry.url())) {
            Map<String, String> properties = client(certificate, broker, "${dir:" + secrets + ":kafka}");
            properties.put("schema.registry.basic.auth.credentials.source", "USER_INFO");
            properties.put("schema.registry.basic.auth.user.info", "${dir:" + secrets + ":registry}");
            Cluster cluster = new Cluster(broker.bootstrapServers(), guard.url(), properties);
            refusesOthers(certificate, broker, guard);
            // Clients then log all that they are configured with.
            CONFIG_LOG.setLevel(Level.INFO);
            Pipeline pipeline = PipelineFile.load(TestingPipelines.fraud(temp));
            assertThat(PipelineTopics.make(pipeline, cluster)).containsOnlyKeys("transactions", "transaction-labels");
            TestingHistory history = TestingHistory.generated(temp, 30, 3);
            RuntimeOptions options = RuntimeOptions.in(temp.resolve("data"))
                    .cluster(Optional.of(cluster))
                    .anyPorts()
                    .clientProperties(properties)
                    .build();
            try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options)) {
                new FileReplay(cluster, "fraud", pipeline.features().scoredSource())
                        .publish(
                                history.file(temp, "all.csv", 0, history.size()),
                                Pace.unlimited(),
                                Long.MAX_VALUE,
                                progress -> {});
                try (TestingConsumer consumer = new TestingConsumer(
                        cluster, new TopicCatalogue("fraud").predictions().name())) {
                    assertThat(consumer.predictions(history.size(), PATIENCE)).hasSize(history.size());
                }
                assertThat(ready(runtime)).as("the drift job runs too").contains("ready");
            }
            assertThat(guard.admitted()).isPositive();
            assertThat(Files.readString(temp.resolve("data/streamgauge.log")))
                    .contains("sasl.jaas.config = [hidden]")
                    .doesNotContain(KAFKA_PASSWORD, REGISTRY_PASSWORD, STORE_PASSWORD);
        }
    }

    private static void refusesOthers(TestingCertificate certificate, EmbeddedBroker broker, Guard guard) {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(client(certificate, broker, WRONG)))) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
        ConfluentSchemaRegistry stranger = new ConfluentSchemaRegistry(guard.url(), Map.of(), Duration.ZERO);
        assertThatThrownBy(() -> stranger.register("any-value", Schema.create(Schema.Type.STRING)))
                .hasMessageContaining(guard.url());
    }

    /** The listener named PLAINTEXT speaks SASL over TLS. */
    private static Map<String, String> secured(TestingCertificate certificate, Path keys) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "listener.security.protocol.map",
                "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config",
                jaas(KAFKA_PASSWORD).replace(";", " user_app=\"" + KAFKA_PASSWORD + "\";"),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                STORE_PASSWORD,
                "ssl.key.password",
                STORE_PASSWORD,
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.files().certificate().toString()));
        // What the broker tells itself goes there too: without it no transaction would begin.
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        return settings;
    }

    private static Map<String, String> client(TestingCertificate certificate, EmbeddedBroker broker, String password) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "PLAIN");
        properties.put("sasl.jaas.config", jaas(password));
        properties.put("ssl.truststore.type", "PEM");
        properties.put(
                "ssl.truststore.location", certificate.files().certificate().toString());
        return properties;
    }

    private static String jaas(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\" password=\""
                + password + "\";";
    }

    private static String ready(PipelineRuntime runtime) throws Exception {
        URI uri = URI.create(runtime.endpoints().http().orElseThrow() + "health/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Stands before a registry and lets in who knows the password. */
    private static final class Guard implements AutoCloseable {

        private static final String EXPECTED = "Basic "
                + Base64.getEncoder().encodeToString(("app:" + REGISTRY_PASSWORD).getBytes(StandardCharsets.UTF_8));

        private final String behind;
        private final HttpServer server;
        private final HttpClient client = HttpClient.newHttpClient();
        private volatile int admitted;

        Guard(String behind) throws IOException {
            this.behind = behind;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::pass);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        int admitted() {
            return admitted;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread serves
        private void pass(HttpExchange exchange) throws IOException {
            if (!EXPECTED.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                exchange.close();
                return;
            }
            admitted++;
            try {
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
                                .method(
                                        exchange.getRequestMethod(),
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                exchange.getRequestBody().readAllBytes()))
                                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
                exchange.sendResponseHeaders(
                        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(answer.body());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
