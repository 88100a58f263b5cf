package io.streamgauge.app.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that answers what a test says, byte by byte. */
class HttpPeersTest {

    private static final RowsQuery QUERY = new RowsQuery("hash", "v", 0, List.of());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    private final ExchangeMemory memory = new ExchangeMemory(1_000);

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init")
    private HttpPeers peers;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        peers = new HttpPeers(
                new VisitCodec(PipelineFile.load(TestingPipelines.fraud(temp)).features()),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(20));
    }

    @AfterEach
    void close() throws IOException {
        peers.close();
        server.close();
    }

    @Test
    void anAnswerHasRoomAndTheQueryOnlyUntilThen() {
        byte[] reply = reply(600);
        CompletableFuture<Void> there = connections(socket -> answer(socket, "200 OK", reply.length, reply));
        try (ExchangeMemory.Share share = memory.share()) {
            assertThat(ask(share).join().parts()).hasSize(1);
            assertThat(memory.takenBytes()).isEqualTo(reply.length);
        }
        assertThat(memory.takenBytes()).isZero();
        there.join();
    }

    @Test
    void whatCameOverALostConnectionTakesNoRoom() {
        byte[] reply = reply(700);
        CompletableFuture<Void> there = connections(
                socket -> answer(socket, "200 OK", reply.length, reply(590)), // and is closed before the rest
                socket -> answer(socket, "200 OK", reply.length, reply));
        try (ExchangeMemory.Share share = memory.share()) {
            assertThat(ask(share).join().parts()).hasSize(1);
            assertThat(memory.takenBytes()).isEqualTo(reply.length);
        }
        there.join();
    }

    @Test
    void anAnswerThatSaysItIsTooLongIsNotWaitedFor() {
        CompletableFuture<Void> tried = new CompletableFuture<>();
        CompletableFuture<Void> there = connections(socket -> {
            answer(socket, "200 OK", 2_000, new byte[] {2});
            tried.join();
        });
        try (ExchangeMemory.Share share = memory.share()) {
            assertThatThrownBy(() -> ask(share).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(TooMuchException.class);
        } finally {
            tried.complete(null);
        }
        there.join();
    }

    @Test
    void anInstanceWithoutRoomIsBusy() {
        CompletableFuture<Void> there = connections(
                socket -> answer(socket, "503 Service Unavailable", 5, "later".getBytes(StandardCharsets.US_ASCII)));
        try (ExchangeMemory.Share share = memory.share()) {
            assertThatThrownBy(() -> ask(share).join())
                    .hasCauseInstanceOf(PeerBusyException.class)
                    .hasMessageContaining("it answers 503: later");
        }
        there.join();
    }

    private CompletableFuture<RowsReply> ask(ExchangeMemory.Share share) {
        return peers.ask("127.0.0.1:" + server.getLocalPort(), QUERY, share);
    }

    /** What happens to one connection; then it is closed. */
    private interface Exchange {
        void with(Socket socket) throws IOException;
    }

    private CompletableFuture<Void> connections(Exchange... exchanges) {
        return CompletableFuture.runAsync(() -> {
            for (Exchange exchange : exchanges) {
                try (Socket socket = server.accept()) {
                    readQuery(socket.getInputStream());
                    exchange.with(socket);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
    }

    private static void readQuery(InputStream in) throws IOException {
        int queryBytes = RowsCodec.encode(QUERY).length;
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        assertThat(in.readNBytes(queryBytes)).hasSize(queryBytes);
    }

    private static void answer(Socket socket, String status, int saidBytes, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + saidBytes + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static byte[] reply(int letters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RowsCodec.encode(new RowsReply(List.of(new RowsReply.Declined("x".repeat(letters)))), bytes);
        return bytes.toByteArray();
    }
}
