package io.streamgauge.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    /** Generous: what is measured is a few seconds, but a loaded machine takes longer. */
    private static final Duration RESTART = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void recordsAndIdentitySurviveAStop() throws Exception {
        String clusterId;
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            TestRecords records = new TestRecords(broker.bootstrapServers());
            clusterId = records.clusterId();
            records.create("events");
            records.write("events", 0, "one");
        }
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            TestRecords records = new TestRecords(broker.bootstrapServers());
            assertThat(records.clusterId()).isEqualTo(clusterId);
            assertThat(records.readAll("events")).containsExactly("one");
        }
    }

    @Test
    void recordsSurviveAKillAndTheNextStartIsQuick() throws Exception {
        try (BrokerProcess process = new BrokerProcess(directory)) {
            TestRecords records = new TestRecords(process.bootstrapServers());
            records.create("events");
            records.write("events", 0, "one");
            process.kill();
        }
        long startNanos = System.nanoTime();
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(RESTART);
            assertThat(new TestRecords(broker.bootstrapServers()).readAll("events"))
                    .containsExactly("one");
        }
    }

    @Test
    void eventTimeMayLieInTheFuture() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            TestRecords records = new TestRecords(broker.bootstrapServers());
            records.create("events");
            records.write("events", Instant.parse("2099-01-01T00:00:00Z").toEpochMilli(), "ahead");
            assertThat(records.readAll("events")).containsExactly("ahead");
        }
    }

    @Test
    void aTakenPortAndADirectoryInUseAreToldPlainly() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new EmbeddedBroker(directory, port))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("port " + port + " on 127.0.0.1 is taken, so the embedded broker cannot use it;"
                            + " give another port, or 0 for any free one");
        }
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
            assertThatThrownBy(() -> new EmbeddedBroker(directory, 0))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageStartingWith("another embedded broker is running on " + directory);
        }
    }
}
