package io.streamgauge.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {

    private final TopicCatalogue catalogue = new TopicCatalogue("fraud");

    @Test
    void everyTopicIsNamedAfterItsPipelineOnce() {
        assertThat(catalogue.all())
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(
                        "fraud.predictions",
                        "fraud.corrections",
                        "fraud.writer",
                        "fraud.models",
                        "fraud.activations",
                        "fraud.reference-profiles",
                        "fraud.drift-metrics",
                        "fraud.drift-alerts",
                        "fraud.retraining-events",
                        "fraud.retraining-acks",
                        "fraud.late-events",
                        "fraud.dead-letters");
    }

    @Test
    void schemasAreRegisteredWithoutTheGeneratorsProperties() {
        assertThat(catalogue.predictions().subject()).isEqualTo("fraud.predictions-value");
        assertThat(catalogue.predictions().valueSchema().orElseThrow().toString())
                .contains("Prediction")
                .doesNotContain("avro.java.string");
    }

    @Test
    void replayedHistoryIsKept() {
        assertThat(catalogue.predictions().settings())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1")
                .containsEntry("message.timestamp.after.max.ms", "9223372036854775807")
                .containsEntry("max.message.bytes", "16777216");
        assertThat(catalogue.referenceProfiles().settings()).containsEntry("cleanup.policy", "compact");
        assertThat(catalogue.driftAlerts().newTopic(3, (short) 1).configs())
                .isEqualTo(catalogue.driftAlerts().settings());
    }

    @Test
    void aNameThatKafkaWouldRefuseIsRefused() {
        assertThatThrownBy(() -> new TopicCatalogue("Fraud 1"))
                .hasMessage("a pipeline's name must match [a-z][a-z0-9_-]{0,62} but is 'Fraud 1'");
        assertThatThrownBy(() -> new TopicSpec("t", "k", "v", Optional.empty(), false, Duration.ofMillis(-2)))
                .hasMessageContaining("retention of t must be positive or FOR_EVER");
    }
}
