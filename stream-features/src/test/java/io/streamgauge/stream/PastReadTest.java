package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads as of moments that rows no longer reach back to: right, said to be incomplete, or not to be answered. */
class PastReadTest {

    private static final Instant NOON = Instant.parse("2018-04-01T12:00:00Z");
    private static final int DAYS = 40;

    private final FeatureDefinition definition = TestingDefinitions.parse("payments", """
            pipeline: past
            sources:
              payments:
                topic: payments
                key: card
                id: id
                time: time
                lateness: 10m
                fields: {id: string, time: timestamp, card: string, amount: double}
            features:
              card:
                entity: card
                from: payments
                aggregates:
                  n: {of: count, windows: [7d, unbounded]}
                  spent: {of: sum(amount), windows: [unbounded]}
            """);

    @Test
    void areNeverSilentlyWrong(@TempDir(factory = InMemory.class) Path directory) {
        ViewDefinition card = definition.views().get(0);
        try (TestingStream stream = new TestingStream(definition, directory)) {
            for (int day = 0; day < DAYS; day++) {
                stream.publish(
                        "payments", TestingEvents.of(definition.source("payments"), "p" + day, noon(day), "c1", 10.0));
            }
            FeatureReader reader = new FeatureReader(
                    definition,
                    card,
                    stream.driver.getKeyValueStore(ViewStores.rowsName(card)),
                    stream.driver.getKeyValueStore(ViewStores.chunksName(card)));

            FeatureReader.Reading now = reading(reader, noon(DAYS - 1));
            assertThat(now.values().valueAt(0)).isEqualTo(7);
            assertThat(now.values().valueAt(1)).isEqualTo(DAYS);
            assertThat(now.values().valueAt(2)).isEqualTo(10.0 * DAYS);
            assertThat(reader.earliestMs(now, noon(DAYS - 1).toEpochMilli()))
                    .isLessThanOrEqualTo(
                            noon(DAYS - 1).minus(Duration.ofMinutes(10)).toEpochMilli());

            FeatureReader.Reading past = reading(reader, noon(20));
            assertThat(reader.earliestMs(past, noon(20).toEpochMilli()))
                    .as("unbounded windows have taken later events")
                    .isGreaterThan(noon(20).toEpochMilli());
            assertThat(past.completeness(0, Optional.empty()).orElseThrow().incompleteAt(noon(20).toEpochMilli()))
                    .as("of the last 7 days some events are gone")
                    .isTrue();

            Instant before = NOON.minusMillis(1);
            FeatureReader.Reading none = reading(reader, before);
            assertThat(none.values().valueAt(0)).isZero();
            assertThat(none.values().valueAt(1)).isZero();
            assertThat(none.values().statusAt(2)).isEqualTo(ValueStatus.NOT_FOUND);
            assertThat(reader.earliestMs(none, before.toEpochMilli())).isEqualTo(Long.MIN_VALUE);
        }
    }

    private static FeatureReader.Reading reading(FeatureReader reader, Instant at) {
        return reader.reading("c1", at.toEpochMilli());
    }

    private static Instant noon(int day) {
        return NOON.plus(Duration.ofDays(day));
    }
}
