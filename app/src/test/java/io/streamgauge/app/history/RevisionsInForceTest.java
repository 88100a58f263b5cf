package io.streamgauge.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ModelActivation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RevisionsInForceTest {

    @Test
    void aRevisionIsInForceFromItsOffsetOnInItsPartition() {
        RevisionsInForce revisions = new RevisionsInForce(
                "payments",
                List.of(
                        activation("payments", 0, 10, 1),
                        activation("payments", 1, 12, 1),
                        activation("payments", 0, 20, 2)));
        assertThat(revisions.has(0, 9, 0)).isTrue();
        assertThat(revisions.has(0, 10, 0)).isFalse();
        assertThat(revisions.has(0, 10, 1)).isTrue();
        assertThat(revisions.has(1, 11, 1)).isFalse();
        assertThat(revisions.has(1, 100, 1)).isTrue();
        assertThat(revisions.has(0, 20, 1)).isFalse();
        assertThat(revisions.has(0, 20, 2)).isTrue();
        assertThat(revisions.has(2, 20, 0))
                .as("nothing was ever activated there")
                .isTrue();
        assertThat(revisions.has(2, 20, 1)).isFalse();
    }

    @Test
    void activationsOfAnotherTopicSayNothing() {
        RevisionsInForce revisions = new RevisionsInForce(
                "payments-2", List.of(activation("payments", 0, 0, 1), activation("payments-2", 0, 5, 2)));
        assertThat(revisions.has(0, 4, 0)).isTrue();
        assertThat(revisions.has(0, 4, 1)).isFalse();
        assertThat(revisions.has(0, 5, 2)).isTrue();
    }

    @Test
    void aTopicMadeAnewBeginsAgain() {
        RevisionsInForce revisions = new RevisionsInForce(
                "payments",
                List.of(
                        activation("payments", 0, 5_000, 3),
                        activation("payments", 0, 0, 3),
                        activation("payments", 0, 40, 4)));
        assertThat(revisions.has(0, 0, 3)).as("after").isTrue();
        assertThat(revisions.has(0, 39, 4)).isFalse();
        assertThat(revisions.has(0, 40, 4)).isTrue();
        assertThat(revisions.has(0, 17, 0)).as("before").isTrue();
        assertThat(revisions.has(0, 5_000, 3)).as("before").isTrue();
        assertThat(revisions.has(0, 41, 5)).isFalse();
    }

    private static ModelActivation activation(String topic, int partition, long offset, long revision) {
        return ModelActivation.newBuilder()
                .setPipeline("p")
                .setRevision(revision)
                .setFormer(0)
                .setPartition(partition)
                .setInputTopic(topic)
                .setOffset(offset)
                .setEventId("e")
                .setSourceTopic(topic)
                .setSourcePartition(partition)
                .setSourceOffset(offset)
                .setActivatedAt(Instant.EPOCH)
                .build();
    }
}
