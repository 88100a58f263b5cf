package io.streamgauge.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Answers as JSON: moments in RFC 3339, absent values as null, nothing hidden. */
final class Json {

    /** Where a thread writes its answers before they are copied as long as they are. */
    private static final ThreadLocal<Draft> DRAFTS = ThreadLocal.withInitial(Draft::new);

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .addModule(new SimpleModule().addSerializer(Instant.class, new Moment()))
            .defaultPropertyInclusion(JsonInclude.Value.ALL_ALWAYS)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON for a " + value.getClass().getSimpleName(), e);
        }
    }

    /** Writes a document. */
    interface Document {
        void write(JsonGenerator json) throws IOException;
    }

    /** A document written piece by piece, in UTF-8. */
    static byte[] bytes(Document document) throws IOException {
        Draft draft = DRAFTS.get();
        try (JsonGenerator json = MAPPER.createGenerator(draft, JsonEncoding.UTF8)) {
            document.write(json);
            json.flush();
            return draft.toByteArray();
        } finally {
            draft.clear();
        }
    }

    /** Writes a null, a text, a truth, a whole number, a number or a moment. */
    static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Long whole) {
            json.writeNumber(whole);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Instant moment) {
            json.writeString(moment.toString());
        } else {
            throw new IllegalStateException("no JSON for a " + value.getClass().getSimpleName());
        }
    }

    /** Bytes of one answer after the other. */
    private static final class Draft extends ByteArrayOutputStream {

        private static final int FIRST_BYTES = 8 << 10;
        /** A hundred entities with fifty features each fit; of a longer answer the memory is let go. */
        private static final int KEPT_BYTES = 1 << 20;

        Draft() {
            super(FIRST_BYTES);
        }

        void clear() {
            reset();
            if (buf.length > KEPT_BYTES) {
                buf = new byte[FIRST_BYTES];
            }
        }
    }

    private static final class Moment extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }
}
