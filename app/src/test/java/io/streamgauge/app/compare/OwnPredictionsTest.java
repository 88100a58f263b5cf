package io.streamgauge.app.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values in these topics are the names of the pipelines that made the predictions. */
class OwnPredictionsTest {

    private final List<Prediction> taken = new ArrayList<>();
    private final OwnPredictions own = new OwnPredictions("fraud", OwnPredictionsTest::prediction);

    private static Prediction prediction(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.equals("foreign")) {
            throw new SerializationException("the bytes are no Prediction");
        }
        if (text.equals("unavailable")) {
            throw new RegistryUnavailableException("no answer", new IllegalStateException());
        }
        return Prediction.newBuilder()
                .setEventId("e")
                .setPipeline(text)
                .setEventTime(Instant.EPOCH)
                .setProcessedAt(Instant.EPOCH)
                .setFeatures(List.of())
                .setModel("m")
                .setModelVersion("1")
                .setModelDigest("")
                .setDefinitionHash("")
                .setSourceTopic("t")
                .setSourcePartition(0)
                .setSourceOffset(0)
                .build();
    }

    private void take(@Nullable String value) {
        own.take(
                new ConsumerRecord<>(
                        "fraud.predictions",
                        3,
                        17,
                        new byte[0],
                        value == null ? null : value.getBytes(StandardCharsets.UTF_8)),
                taken::add);
    }

    @Test
    void leavesOutAndCountsWhatAnotherPipelineMade() {
        take("fraud");
        take("fraud-2");
        take(null);
        take("fraud-2");
        take("fraud");

        assertThat(taken).extracting(Prediction::getPipeline).containsExactly("fraud", "fraud");
        assertThat(own.others()).isEqualTo(2);
    }

    @Test
    void namesTheRecordThatCannotBeRead() {
        assertThatThrownBy(() -> take("foreign"))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith(
                        "the record at offset 17 of partition 3 of fraud.predictions cannot be read: the"
                                + " bytes are no Prediction. ");
        assertThatThrownBy(() -> take("unavailable")).isInstanceOf(RegistryUnavailableException.class);
    }
}
