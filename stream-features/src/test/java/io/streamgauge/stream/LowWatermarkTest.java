package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LowWatermarkTest {

    private static final long START_MS = 1_000;
    private static final long PATIENT_MS = START_MS + LowWatermark.PATIENCE_MS - 1;
    private static final long IMPATIENT_MS = START_MS + LowWatermark.PATIENCE_MS;

    @Test
    void isTheLeastOfThePartitionsGreatestTimes() {
        LowWatermark watermark = new LowWatermark(2, START_MS);
        watermark.observe(0, 50);
        watermark.observe(1, 20);
        assertThat(watermark.timeMs(START_MS)).isEqualTo(20);
        watermark.observe(1, 70);
        assertThat(watermark.timeMs(START_MS)).isEqualTo(50);
        watermark.observe(0, 60);
        watermark.observe(0, 10);
        assertThat(watermark.timeMs(START_MS)).isEqualTo(60);
    }

    @Test
    void unheardPartitionHoldsItBackForTenMinutes() {
        LowWatermark watermark = new LowWatermark(2, START_MS);
        watermark.observe(0, 50);
        assertThat(watermark.timeMs(PATIENT_MS)).isEqualTo(LowWatermark.UNKNOWN);
        assertThat(watermark.timeMs(IMPATIENT_MS)).isEqualTo(50);
        watermark.observe(1, 30);
        assertThat(watermark.timeMs(IMPATIENT_MS))
                .as("a partition heard late counts again")
                .isEqualTo(30);
    }

    @Test
    void isUnknownWhenNothingWasHeard() {
        assertThat(new LowWatermark(1, START_MS).timeMs(IMPATIENT_MS)).isEqualTo(LowWatermark.UNKNOWN);
    }

    @Property(tries = 200)
    void equalsTheOracle(
            @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> partitions,
            @ForAll @LongRange(min = 1, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        LowWatermark watermark = new LowWatermark(4, START_MS);
        Map<Integer, Long> greatest = new HashMap<>();
        for (int partition : partitions) {
            long timeMs = random.nextInt(100);
            watermark.observe(partition, timeMs);
            greatest.merge(partition, timeMs, Math::max);
            long least =
                    greatest.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            assertThat(watermark.timeMs(IMPATIENT_MS)).isEqualTo(least);
            assertThat(watermark.timeMs(PATIENT_MS)).isEqualTo(greatest.size() == 4 ? least : LowWatermark.UNKNOWN);
        }
    }
}
