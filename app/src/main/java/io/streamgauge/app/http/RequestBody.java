package io.streamgauge.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.streamgauge.app.instances.ExchangeMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** The body of a request, as long as is allowed and no longer, and within a time, so that a slow caller keeps no thread. */
final class RequestBody {

    private static final long MOST_SECONDS = 10;
    private static final int CHUNK_BYTES = 8_192;
    private static final String KEPT = RequestBody.class.getName();

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private RequestBody() {}

    /**
     * The bytes.
     *
     * @throws RefusedException with status 413 when there are more than allowed, 408 when they come too slowly
     */
    static byte[] bytes(Context context, int mostBytes) throws IOException {
        byte[] kept = context.attribute(KEPT);
        if (kept != null) {
            return kept;
        }
        if (context.req().getContentLengthLong() > mostBytes) {
            throw tooLong(mostBytes);
        }
        return bytes(context, out -> {
            if (out > mostBytes) {
                throw tooLong(mostBytes);
            }
        });
    }

    /** The same, and {@link #bytes} will give them again. */
    static byte[] kept(Context context, int mostBytes) throws IOException {
        byte[] bytes = bytes(context, mostBytes);
        context.attribute(KEPT, bytes);
        return bytes;
    }

    /** The bytes that another instance sends, as far as there is room for them. */
    static byte[] bytes(Context context, ExchangeMemory.Share share) throws IOException {
        AtomicLong taken = new AtomicLong();
        return bytes(context, read -> share.take(read - taken.getAndSet(read)));
    }

    private static byte[] bytes(Context context, LongConsumer limit) throws IOException {
        long beganNanos = System.nanoTime();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = context.req().getInputStream()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
                limit.accept(out.size());
                if (System.nanoTime() - beganNanos > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
                    throw new RefusedException(408, "the body took longer than " + MOST_SECONDS + " s to arrive");
                }
            }
        }
        return out.toByteArray();
    }

    /**
     * What it says as JSON.
     *
     * @throws JsonProcessingException when it is none
     */
    static JsonNode json(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    private static RefusedException tooLong(int mostBytes) {
        return new RefusedException(413, "the body is too long; allowed: " + mostBytes + " bytes");
    }
}
