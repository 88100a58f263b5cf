package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.FeatureDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running topology tells of how far event time has come. */
class WatermarksTest {

    private static final Instant NOON = Instant.parse("2020-01-01T12:00:00Z");
    private static final long NOON_MS = NOON.toEpochMilli();
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    private final FeatureDefinition shop = TestingDefinitions.unkeyed();

    @Test
    void everySourceAndViewIsShownWhileItRuns(@TempDir(factory = InMemory.class) Path stateDir) {
        Watermarks watermarks;
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            watermarks = stream.watermarks;
            assertThat(watermarks.sources())
                    .containsExactly(
                            new SourceWatermark("complaints", 0, OptionalLong.empty(), HOUR_MS, 0),
                            new SourceWatermark("payments", 0, OptionalLong.empty(), HOUR_MS, 0));
            stream.advanceWallClock(Duration.ofSeconds(7));
            payment(stream, "a", NOON);
            payment(stream, "b", NOON.minusSeconds(60));
            stream.advanceWallClock(Duration.ofSeconds(3));
            payment(stream, "late", NOON.minusSeconds(3_601));

            assertThat(watermarks.sources())
                    .as("a late event is none that the partition gave")
                    .containsExactly(
                            new SourceWatermark("complaints", 0, OptionalLong.empty(), HOUR_MS, 10_000),
                            new SourceWatermark("payments", 0, OptionalLong.of(NOON_MS), HOUR_MS, 3_000));
            assertThat(watermarks.sources().get(1).watermarkMs()).hasValue(NOON_MS - HOUR_MS);
            assertThat(watermarks.views())
                    .extracting(ViewWatermark::view, ViewWatermark::watermarkMs)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("blamed", OptionalLong.of(NOON_MS)),
                            org.assertj.core.groups.Tuple.tuple("busy", OptionalLong.of(NOON_MS)),
                            org.assertj.core.groups.Tuple.tuple("payer", OptionalLong.of(NOON_MS)));
        }
        assertThat(watermarks.sources()).isEmpty();
        assertThat(watermarks.views()).isEmpty();
    }

    private void payment(TestingStream stream, String id, Instant time) {
        stream.publish("payments", TestingEvents.of(shop.source("payments"), id, time, "c1", "s1", 1.0));
    }
}
