package io.streamgauge.app.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.schemas.DivertHeader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A record put aside as received: why, where from, and what its bytes look like. */
final class DivertedForm implements RecordForm {

    private static final int PREVIEW_BYTES = 48;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String text(ConsumerRecord<byte[], byte[]> record) {
        return "%s  %-18s %s/%s@%s  key %s  %s  value %s"
                .formatted(
                        Instant.ofEpochMilli(record.timestamp()),
                        header(record, DivertHeader.CAUSE),
                        header(record, DivertHeader.ORIGIN_TOPIC),
                        header(record, DivertHeader.ORIGIN_PARTITION),
                        header(record, DivertHeader.ORIGIN_OFFSET),
                        record.key() == null ? "null" : shown(record.key()),
                        header(record, DivertHeader.MESSAGE),
                        record.value() == null ? "null" : shown(record.value()));
    }

    @Override
    public String json(ConsumerRecord<byte[], byte[]> record) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
        for (DivertHeader header : DivertHeader.values()) {
            all.put(header.key().replace("streamgauge.", ""), header(record, header));
        }
        all.put("key", record.key() == null ? null : utf8(record.key()).orElse(hex(record.key())));
        Optional<String> text = record.value() == null ? Optional.empty() : utf8(record.value());
        all.put("valueText", text.orElse(null));
        all.put("valueHex", record.value() == null || text.isPresent() ? null : hex(record.value()));
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts always make JSON", e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, DivertHeader wanted) {
        Header header = record.headers().lastHeader(wanted.key());
        return header == null ? "?" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Text where the bytes are printable text, else hexadecimal; the start of it. */
    private static String shown(byte[] bytes) {
        byte[] start = bytes.length <= PREVIEW_BYTES ? bytes : java.util.Arrays.copyOf(bytes, PREVIEW_BYTES);
        String rest = bytes.length <= PREVIEW_BYTES ? "" : "... (" + bytes.length + " bytes)";
        return utf8(bytes)
                        .map(text -> text.length() <= PREVIEW_BYTES ? text : text.substring(0, PREVIEW_BYTES))
                        .orElseGet(() -> "0x" + hex(start))
                + rest;
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t')
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
