package io.streamgauge.drift.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.Delivery.Form;
import io.streamgauge.drift.definition.Delivery.Secret;
import io.streamgauge.drift.definition.Delivery.Webhook;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliverySectionTest {

    private static Delivery good(String yaml) {
        Problems problems = new Problems();
        Delivery delivery = DeliverySection.read(YamlDocument.parse("pipeline.yaml", yaml), problems);
        assertThat(problems.all()).isEmpty();
        return java.util.Objects.requireNonNull(delivery);
    }

    @Test
    void defaults() {
        assertThat(good("{webhook: {url: 'https://hooks.example.com/x'}}"))
                .isEqualTo(new Delivery(
                        new Webhook("https://hooks.example.com/x", Form.EVENT, null, null),
                        List.of(),
                        Duration.ofSeconds(30),
                        8,
                        null));
    }

    @Test
    void everythingWritten() {
        assertThat(good("""
                        webhook: {url: 'http://localhost:8080', form: airflow, secret_file: hook.key, authorization_env: AIRFLOW_TOKEN}
                        command: [./retrain.sh, --now]
                        timeout: 10m
                        attempts: 3
                        acknowledge_within: 1d
                        """))
                .isEqualTo(new Delivery(
                        new Webhook(
                                "http://localhost:8080",
                                Form.AIRFLOW,
                                new Secret(true, "hook.key"),
                                new Secret(false, "AIRFLOW_TOKEN")),
                        List.of("./retrain.sh", "--now"),
                        Duration.ofMinutes(10),
                        3,
                        Duration.ofDays(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{timeout: 1m}|give 'webhook' or 'command'",
                "{webhook: {}}|'url' is missing",
                "{webhook: {url: 'ftp://x'}}|'ftp://x' is no address; allowed: http://... and https://...",
                "{webhook: {url: 'no address'}}|'no address' is no address",
                "{webhook: {url: 'http://x', form: slack}}|slack",
                "{webhook: {url: 'http://x', secret_env: A, secret_file: b}}|give 'secret_env' or 'secret_file', not both",
                "{webhook: {url: 'http://x', secret: abc}}|did you mean 'secret_",
                "{command: [a], attempts: 0}|0 is out of range; allowed: 1 to 100",
                "{command: [a], timeout: 0s}|out of range; allowed: 1s to 1d",
                "{command: [a], acknowledge_within: 0s}|must be 1s or longer",
            })
    void problems(String yaml, String message) {
        Problems problems = new Problems();
        DeliverySection.read(YamlDocument.parse("pipeline.yaml", yaml), problems);
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).toString()).contains(message);
    }

    /** Adding a key without a test of its value must fail somewhere: here. */
    @Test
    void everyKeyIsTestedAbove() {
        assertThat(DeliverySection.DELIVER.properties())
                .extracting(property -> property.name())
                .containsExactly("webhook", "command", "timeout", "attempts", "acknowledge_within");
        assertThat(DeliverySection.WEBHOOK.properties())
                .extracting(property -> property.name())
                .containsExactly("url", "form", "secret_env", "secret_file", "authorization_env", "authorization_file");
    }
}
