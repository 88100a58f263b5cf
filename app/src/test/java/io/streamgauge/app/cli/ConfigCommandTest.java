package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.TestingPipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    private static final String SECRET = "s3cr3t-of-the-test";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void eachSettingSaysWhereItComesFrom() throws Exception {
        Path document = TestingPipelines.write(
                temp,
                TestingPipelines.fraudText() + "\nruntime: {commit_interval: 50ms}\n",
                TestingPipelines.FRAUD_INPUTS);
        Path properties = Files.writeString(temp.resolve("client.properties"), """
                sasl.jaas.config=org.example.Login required password="%s";
                ssl.key.password=${env:KEY_PASSWORD}
                schema.registry.basic.auth.user.info=app:%s
                """.formatted(SECRET, SECRET));
        String[] words = {
            "config",
            document.toString(),
            "--bootstrap-servers",
            "broker:9092",
            "--schema-registry-url",
            "http://app:p@ss/" + SECRET + "@registry:8081",
            "--properties",
            properties.toString(),
            "-X",
            "fetch.min.bytes=7",
            "--threads",
            "3",
            "--registry-wait",
            "60s",
            "--no-drift",
            "--output",
            "json"
        };
        TestingCli shown =
                TestingCli.run(Map.of("STREAMGAUGE_MAX_ENTITIES", "77", "STREAMGAUGE_HTTP_TOKEN", SECRET), words);

        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out()).doesNotContain(SECRET);
        JsonNode settings = new ObjectMapper().readTree(shown.out()).get("settings");
        holds(settings, "options", "--bootstrap-servers", "broker:9092", "command line");
        holds(settings, "options", "--schema-registry-url", "http://[hidden]@registry:8081", "command line");
        holds(settings, "options", "--registry-wait", "60s", "command line");
        holds(settings, "options", "--no-drift", "true", "command line");
        holds(settings, "options", "--max-entities", "77", "STREAMGAUGE_MAX_ENTITIES");
        holds(settings, "options", "--http-token", "[hidden]", "STREAMGAUGE_HTTP_TOKEN");
        holds(settings, "options", "--max-exchange-mb", "128", "default");
        holds(settings, "runtime", "commit_interval", "50ms", "document");
        holds(settings, "runtime", "standbys", "0", "default");
        holds(settings, "runtime", "threads", "3", "command line");
        holds(settings, "kafka streams", "commit.interval.ms", "50", "streamgauge");
        holds(settings, "kafka streams", "num.stream.threads", "3", "streamgauge");
        holds(settings, "kafka streams", "fetch.min.bytes", "7", "-X or --properties");
        holds(settings, "kafka streams", "sasl.jaas.config", "[hidden]", "-X or --properties");
        holds(settings, "kafka streams", "ssl.key.password", "${env:KEY_PASSWORD}", "-X or --properties");
        holds(settings, "schema registry", "schema.registry.basic.auth.user.info", "[hidden]", "-X or --properties");
    }

    @Test
    void asTextAndOfAnEmbeddedCluster() {
        TestingCli shown = TestingCli.run(
                "config", TestingPipelines.fraud(temp).toString(), "-X", "ssl.truststore.password=" + SECRET);

        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out())
                .doesNotContain(SECRET)
                .contains("options", "  --data-dir = .streamgauge/fraud   (default)")
                .contains("kafka streams", "  bootstrap.servers = chosen at the start   (streamgauge)")
                .contains("  session.timeout.ms = 2000   (streamgauge)")
                .contains("  ssl.truststore.password = [hidden]   (-X or --properties)");
    }

    @Test
    void whatIsNotAllowedIsTold() {
        TestingCli refused = TestingCli.run(
                "config", TestingPipelines.fraud(temp).toString(), "-X", "processing.guarantee=at_least_once");

        assertThat(refused.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(refused.err()).contains("'processing.guarantee' is 'at_least_once'");
    }

    private static void holds(JsonNode settings, String section, String name, String value, String from) {
        for (JsonNode entry : settings) {
            if (entry.get("section").asText().equals(section)
                    && entry.get("name").asText().equals(name)) {
                assertThat(entry.get("value").asText()).as(name).isEqualTo(value);
                assertThat(entry.get("from").asText()).as(name).isEqualTo(from);
                return;
            }
        }
        throw new AssertionError("there is no " + name + " in " + section + " of " + settings);
    }
}
