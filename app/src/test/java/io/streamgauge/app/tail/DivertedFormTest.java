package io.streamgauge.app.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.DivertHeader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DivertedFormTest {

    private final DivertedForm form = new DivertedForm();

    @Test
    void showsCauseOriginAndBytes() {
        assertThat(form.text(record(new byte[] {0, 1, (byte) 0xff})))
                .isEqualTo("1970-01-01T00:00:01Z  NOT_AVRO           transactions/2@41  key C1  no magic byte"
                        + "  value 0x0001ff");
        assertThat(form.text(record("{\"a\": 1}".getBytes(StandardCharsets.UTF_8))))
                .endsWith("value {\"a\": 1}");
        assertThat(form.text(record(new byte[100]))).endsWith("0".repeat(96) + "... (100 bytes)");
    }

    @Test
    void jsonKeepsAllOfIt() {
        assertThat(form.json(record("é".getBytes(StandardCharsets.UTF_8))))
                .contains(
                        "\"cause\":\"NOT_AVRO\"",
                        "\"origin.offset\":\"41\"",
                        "\"valueText\":\"é\"",
                        "\"valueHex\":null");
        assertThat(form.json(record(new byte[] {0}))).contains("\"valueText\":null", "\"valueHex\":\"00\"");
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(DivertHeader.CAUSE.key(), "NOT_AVRO".getBytes(StandardCharsets.UTF_8));
        headers.add(DivertHeader.MESSAGE.key(), "no magic byte".getBytes(StandardCharsets.UTF_8));
        headers.add(DivertHeader.ORIGIN_TOPIC.key(), "transactions".getBytes(StandardCharsets.UTF_8));
        headers.add(DivertHeader.ORIGIN_PARTITION.key(), "2".getBytes(StandardCharsets.UTF_8));
        headers.add(DivertHeader.ORIGIN_OFFSET.key(), "41".getBytes(StandardCharsets.UTF_8));
        return new ConsumerRecord<>(
                "fraud.dead-letters",
                0,
                7,
                1_000,
                TimestampType.CREATE_TIME,
                2,
                value.length,
                "C1".getBytes(StandardCharsets.UTF_8),
                value,
                headers,
                Optional.empty());
    }
}
