package io.streamgauge.app.tail;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Shows a record of one topic: as a line for a person, or as a JSON object. */
public interface RecordForm {

    /** One line; fields in columns where that helps. */
    String text(ConsumerRecord<byte[], byte[]> record);

    /** One JSON object on one line. */
    String json(ConsumerRecord<byte[], byte[]> record);
}
