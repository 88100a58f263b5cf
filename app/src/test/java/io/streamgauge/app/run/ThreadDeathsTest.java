package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThreadDeathsTest {

    private long nowNanos;

    @Test
    void replacesUntilTooManyDieInFiveMinutes() {
        ThreadDeaths deaths = new ThreadDeaths(2, () -> nowNanos);
        RuntimeException cause = new RuntimeException("on purpose");

        assertThat(deaths.replace(cause)).isTrue();
        pass(Duration.ofMinutes(3));
        assertThat(deaths.replace(cause)).isTrue();
        pass(Duration.ofMinutes(3));
        assertThat(deaths.replace(cause)).isTrue();
        pass(Duration.ofMinutes(1));
        assertThat(deaths.replace(cause)).isFalse();
    }

    @Test
    void aRegistryDownForAnHourNeverEndsIt() {
        ThreadDeaths deaths = new ThreadDeaths(ThreadDeaths.ALLOWED, () -> nowNanos);
        for (int i = 0; i < 100; i++) {
            pass(io.streamgauge.schemas.registry.ConfluentSchemaRegistry.PATIENCE.plusMillis(100));
            assertThat(deaths.replace(new RuntimeException("unreachable"))).isTrue();
        }
    }

    @Test
    void anErrorIsNotWaitedOut() {
        assertThat(new ThreadDeaths(2, () -> nowNanos).replace(new OutOfMemoryError("on purpose")))
                .isFalse();
    }

    private void pass(Duration time) {
        nowNanos += time.toNanos();
    }
}
