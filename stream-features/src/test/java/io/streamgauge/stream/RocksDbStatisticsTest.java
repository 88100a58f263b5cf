package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbStatisticsTest {

    private static final Instant NOON = Instant.parse("2018-04-01T12:00:00Z");
    private final FeatureDefinition shop = TestingDefinitions.withLateness(true);

    @Test
    void countWhatReachesAStore(@TempDir(factory = InMemory.class) Path directory) {
        long before = total("reads");
        long written = total("flush.write.bytes");
        try (TestingStream stream = new TestingStream(shop, directory)) {
            for (int i = 0; i < 20; i++) {
                stream.publish(
                        "payments",
                        TestingEvents.of(shop.source("payments"), "p" + i, NOON.plusSeconds(i), "c", "counted" + i));
            }
            assertThat(total("reads") - before).as("a get of each new row").isBetween(20L, 60L);
            assertThat(total("memtable.hits")).isGreaterThanOrEqualTo(0);
            assertThat(total("flush.write.bytes") - written)
                    .as("the driver commits")
                    .isPositive();
            Map<String, Long> cache = RocksDbSettings.sharedBytes();
            assertThat(cache).containsOnlyKeys("capacity", "used", "pinned");
            assertThat(cache.get("capacity")).isGreaterThanOrEqualTo(1 << 20);
            assertThat(cache.get("used")).isPositive();
        }
        assertThat(total("reads")).as("what is counted stays").isGreaterThan(before);
    }

    private static long total(String name) {
        RocksDbStatistics.Figure figure = RocksDbStatistics.figures().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return RocksDbStatistics.totals(figure).getOrDefault("shop-rows", 0L);
    }
}
