package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void takesThePortAskedFor() {
        assertThat(Ports.choose(OptionalInt.of(1), Optional.of("127.0.0.1:2"), 3))
                .isEqualTo(1);
        assertThat(Ports.choose(OptionalInt.of(0), Optional.empty(), 3)).isZero();
    }

    @Test
    void takesTheLastRunsPortWhileItIsFree() throws Exception {
        int last;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            last = taken.getLocalPort();
            assertThat(Ports.choose(OptionalInt.empty(), Optional.of("http://127.0.0.1:" + last + "/"), 3))
                    .isZero();
        }
        assertThat(Ports.choose(OptionalInt.empty(), Optional.of("127.0.0.1:" + last), 3))
                .isEqualTo(last);
    }

    @Test
    void saysEarlyThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.require("--port", OptionalInt.of(taken.getLocalPort())))
                    .hasMessage("port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken; choose another with --port, or 0 for any free one");
        }
        Ports.require("--port", OptionalInt.of(0));
        Ports.require("--port", OptionalInt.empty());
    }
}
