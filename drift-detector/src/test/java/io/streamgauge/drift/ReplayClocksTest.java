package io.streamgauge.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayClocksTest {

    @Test
    void untilEachPartitionHasComeAnywhereThereIsNoTime() {
        ReplayClocks clocks = new ReplayClocks(Set.of(1, 4));
        assertThat(clocks.greatestMs()).isEqualTo(ReplayClocks.NONE);
        assertThat(clocks.move(4, 70)).isTrue();
        assertThat(clocks.leastMs()).isEqualTo(ReplayClocks.NONE);
        assertThat(clocks.greatestMs()).isEqualTo(70);
        assertThat(clocks.move(1, 50)).isTrue();
        assertThat(clocks.leastMs()).isEqualTo(50);
        assertThat(clocks.move(1, 50)).as("no later than before").isFalse();
        assertThat(clocks.move(1, 80)).isTrue();
        assertThat(clocks.leastMs()).isEqualTo(70);
        assertThat(clocks.greatestMs()).isEqualTo(80);
    }

    @Test
    void oneNobodySpokeOfCountsFromItsFirstRecord() {
        ReplayClocks clocks = new ReplayClocks(Set.of());
        assertThat(clocks.isEmpty()).isTrue();
        assertThat(clocks.leastMs()).isEqualTo(ReplayClocks.NONE);
        clocks.move(0, 70);
        assertThat(clocks.leastMs()).isEqualTo(70);
        clocks.move(1, 50);
        assertThat(clocks.leastMs()).isEqualTo(50);
        assertThat(clocks.isEmpty()).isFalse();
    }

    @Test
    void theLeastIsThatOfAllPartitions() {
        Random random = new Random(5);
        Map<Integer, Long> latest = new HashMap<>(Map.of(0, ReplayClocks.NONE, 1, ReplayClocks.NONE));
        ReplayClocks clocks = new ReplayClocks(latest.keySet());
        for (int i = 0; i < 2000; i++) {
            int partition = random.nextInt(i < 1000 ? 2 : 4);
            long timeMs = (long) i + random.nextInt(100) - 500;
            clocks.move(partition, timeMs);
            latest.merge(partition, timeMs, Math::max);
            assertThat(clocks.leastMs())
                    .isEqualTo(
                            latest.values().stream().mapToLong(ms -> ms).min().orElseThrow());
            assertThat(clocks.greatestMs())
                    .isEqualTo(
                            latest.values().stream().mapToLong(ms -> ms).max().orElseThrow());
        }
    }
}
