package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives against all the events they stand for. */
class LivesTest {

    private static final long MAX_AGE_MS = 10;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void knowWhatTheEventsSay(long seed) {
        Random random = new Random(seed);
        Lives lives = new Lives(MAX_AGE_MS);
        List<Long> events = new ArrayList<>();
        long evictedMs = Long.MIN_VALUE;
        for (int i = 0; i < 200; i++) {
            long timeMs = random.nextInt(600);
            events.add(timeMs);
            lives.add(timeMs);
            if (random.nextInt(5) == 0) {
                evictedMs = Math.max(evictedMs, random.nextInt(300));
                lives.evict(evictedMs);
            }
            if (random.nextInt(5) == 0) {
                lives = written(lives, MAX_AGE_MS);
            }
            for (long at = Math.max(0, evictedMs); at < 620; at++) {
                long moment = at;
                assertThat(lives.knownAt(at, false))
                        .as("seed %s, %s events, at %s", seed, i, at)
                        .isEqualTo(events.stream().anyMatch(e -> e >= moment - MAX_AGE_MS && e <= moment));
                assertThat(lives.knownAt(at, true))
                        .as("seed %s, without the only one at %s", seed, at)
                        .isEqualTo(events.stream().anyMatch(e -> e >= moment - MAX_AGE_MS && e < moment));
                assertThat(lives.overAt(at)).isEqualTo(events.stream().noneMatch(e -> e >= moment - MAX_AGE_MS));
            }
        }
    }

    @Test
    void joinWhenTheMaxAgeGrows() {
        Lives lives = new Lives(10);
        lives.add(100);
        lives.add(111);
        assertThat(lives.knownAt(110, false)).isTrue();
        lives.add(200);
        assertThat(lives.knownAt(150, false)).isFalse();

        Lives longer = written(lives, 100);

        assertThat(longer.knownAt(150, false)).isTrue();
        assertThat(longer.knownAt(99, false)).isFalse();
        assertThat(longer.overAt(300)).isFalse();
        assertThat(longer.overAt(301)).isTrue();
    }

    @Test
    void reachTheEndsOfTime() {
        Lives lives = new Lives(Long.MAX_VALUE / 2);
        lives.add(Long.MIN_VALUE + 1);
        lives.add(Long.MAX_VALUE - 1);
        assertThat(lives.knownAt(Long.MIN_VALUE + 5, false)).isTrue();
        assertThat(lives.knownAt(0, false)).isFalse();
        assertThat(lives.overAt(Long.MAX_VALUE)).isFalse();
    }

    private static Lives written(Lives lives, long maxAgeMs) {
        ByteWriter out = new ByteWriter();
        lives.write(out);
        Lives read = new Lives(maxAgeMs);
        read.read(new ByteReader(out.toBytes()));
        return read;
    }
}
