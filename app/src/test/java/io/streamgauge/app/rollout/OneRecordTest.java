package io.streamgauge.app.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class OneRecordTest {

    /** A producer whose record is taken at once, or fails, or hears nothing. */
    private static final class TestingProducer extends MockProducer<byte[], byte[]> {

        private final Future<RecordMetadata> failure;
        private final boolean takes;
        private Duration closedWithin = Duration.ofDays(1);

        TestingProducer(boolean takes, Future<RecordMetadata> failure) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.takes = takes;
            this.failure = failure;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            return takes ? super.send(record) : failure;
        }

        @Override
        public void close(Duration timeout) {
            closedWithin = timeout;
            super.close(timeout);
        }
    }

    private static long send(TestingProducer producer) {
        return OneRecord.send(
                producer,
                new ProducerRecord<>("cards.models", 0, new byte[0], new byte[0]),
                Duration.ofMillis(50),
                "Kafka at here:1",
                "look at it");
    }

    @Test
    void aRecordThatIsTakenHasAnOffset() {
        TestingProducer producer = new TestingProducer(true, new CompletableFuture<>());
        assertThat(send(producer)).isZero();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void silenceAndErrorsOfTheAnswerAreNotKnown() {
        TestingProducer silent = new TestingProducer(false, new CompletableFuture<>());
        TestingProducer expired =
                new TestingProducer(false, CompletableFuture.failedFuture(new TimeoutException("expired")));
        for (TestingProducer producer : java.util.List.of(silent, expired)) {
            assertThatThrownBy(() -> send(producer))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("Kafka at here:1 did not say in time")
                    .hasMessageContaining("it is not known whether it was taken; look at it");
            assertThat(producer.closedWithin).as("nothing is delivered later").isZero();
        }
    }

    @Test
    void aRefusalIsOne() {
        TestingProducer refused = new TestingProducer(
                false, CompletableFuture.failedFuture(new TopicAuthorizationException("not yours")));
        assertThatThrownBy(() -> send(refused))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("did not take the deployment")
                .hasMessageContaining("not yours");
        assertThat(refused.closedWithin).isZero();
    }
}
