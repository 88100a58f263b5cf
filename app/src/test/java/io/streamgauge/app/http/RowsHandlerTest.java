package io.streamgauge.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.instances.ExchangeMemory;
import io.streamgauge.app.instances.LocalRows;
import io.streamgauge.app.instances.OwnRows;
import io.streamgauge.app.instances.RowsCodec;
import io.streamgauge.app.instances.RowsQuery;
import io.streamgauge.app.instances.RowsReply;
import io.streamgauge.app.instances.VisitCodec;
import io.streamgauge.app.instances.VisitQuery;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.store.definition.ViewDefinition;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another instance asks this one, and takes its time with the answer. */
class RowsHandlerTest {

    private static final int ROOM = 64 << 20;
    /** More than what sockets hold between them. */
    private static final int LONG = 40 << 20;

    private final ExchangeMemory memory = new ExchangeMemory(ROOM);
    private volatile int answerBytes = LONG;
    private final TestingApi api = new TestingApi(definition -> new OwnRows(
            new LocalRows() {
                @Override
                public String address() {
                    return "a";
                }

                @Override
                public RowsReply.Part read(ViewDefinition view, RowsQuery.Part part, long atMs) {
                    return new RowsReply.Declined("x".repeat(answerBytes));
                }

                @Override
                public RowsReply.Part visit(VisitQuery.Part part) {
                    throw new UnsupportedOperationException();
                }
            },
            "hash",
            new VisitCodec(definition),
            memory));

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void theRoomOfAnAnswerIsItsOwnUntilItHasBeenSent() throws Exception {
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(64 << 10);
            slow.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), URI.create(api.api.url()).getPort()));
            ask(slow.getOutputStream());
            InputStream in = slow.getInputStream();
            assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
            try (ExchangeMemory.Share another = memory.share()) {
                assertThatThrownBy(() -> another.take(ROOM - LONG / 2)).isInstanceOf(NotReadyException.class);
            }
            assertThat(in.readNBytes(LONG)).hasSize(LONG);
            await(() -> {
                try (ExchangeMemory.Share another = memory.share()) {
                    another.take(ROOM);
                    return true;
                } catch (NotReadyException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void anAnswerForWhichThereIsNoRoomIsRefused() throws Exception {
        answerBytes = ROOM;
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(api.api.url()).getPort())) {
            ask(socket.getOutputStream());
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    private static void ask(OutputStream out) throws Exception {
        byte[] query =
                RowsCodec.encode(new RowsQuery("hash", "customer", 0, List.of(new RowsQuery.Part(0, List.of("c")))));
        out.write(("POST /v1/rows HTTP/1.1\r\nHost: a\r\nContent-Length: " + query.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(query);
        out.flush();
    }

    private static void await(BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
