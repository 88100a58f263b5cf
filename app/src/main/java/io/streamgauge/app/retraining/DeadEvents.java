package io.streamgauge.app.retraining;

import io.streamgauge.schemas.DivertHeader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts retraining events that cannot be delivered aside, with cause and origin. */
final class DeadEvents {

    private static final Logger LOG = LoggerFactory.getLogger(DeadEvents.class);

    private final String topic;
    private final Acknowledgements out;

    /** @param topic of the dead letters */
    DeadEvents(String topic, Acknowledgements out) {
        this.topic = topic;
        this.out = out;
    }

    void put(ConsumerRecord<byte[], byte[]> record, String cause, String message) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value());
        header(letter, DivertHeader.CAUSE, cause);
        header(letter, DivertHeader.MESSAGE, message);
        header(letter, DivertHeader.STAGE, "deliver");
        header(letter, DivertHeader.ORIGIN_TOPIC, record.topic());
        header(letter, DivertHeader.ORIGIN_PARTITION, Integer.toString(record.partition()));
        header(letter, DivertHeader.ORIGIN_OFFSET, Long.toString(record.offset()));
        out.send(letter);
        LOG.error(
                "the retraining event at offset {} of {} is put aside in {}: {}",
                record.offset(),
                record.topic(),
                topic,
                message);
    }

    private static void header(ProducerRecord<byte[], byte[]> record, DivertHeader header, String value) {
        record.headers().add(header.key(), value.getBytes(StandardCharsets.UTF_8));
    }
}
