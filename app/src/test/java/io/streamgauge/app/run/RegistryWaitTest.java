package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryWaitTest {

    private final RegistryUnavailableException down =
            new RegistryUnavailableException("http://registry", new IOException("refused"));
    private final RegistryUnavailableException refuses =
            new RegistryUnavailableException("http://registry", new IllegalStateException("401"));

    private final List<Duration> asked = new ArrayList<>();
    private long nowNanos;

    @Test
    void waitsInPartsUntilItServes() throws Exception {
        wait(Duration.ofMinutes(1)).until(patience -> {
            used(patience);
            if (asked.size() < 4) {
                throw down;
            }
        });

        assertThat(asked).containsOnly(Duration.ofSeconds(10)).hasSize(4);
    }

    @Test
    void endsWithOneClearLineWhenTheTimeIsOver() {
        assertThatThrownBy(() -> wait(Duration.ofSeconds(25)).until(patience -> {
                    used(patience);
                    throw down;
                }))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("the schema registry at http://registry has not answered for 25 s,"
                        + " as long as --registry-wait says");
        assertThat(asked).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    @Test
    void doesNotWaitForOneThatRefuses() {
        assertThatThrownBy(() -> wait(Duration.ofMinutes(1)).until(patience -> {
                    used(patience);
                    throw refuses;
                }))
                .isSameAs(refuses);
        assertThat(asked).hasSize(1);
    }

    private RegistryWait wait(Duration atMost) {
        return new RegistryWait("http://registry", atMost, () -> nowNanos);
    }

    private void used(Duration patience) {
        asked.add(patience);
        nowNanos += patience.toNanos();
    }
}
