package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.ViewEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
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

    private static final Duration RETENTION = Duration.ofDays(1);

    private static final String VARIED = """
            pipeline: varied
            sources:
              payments:
                topic: payments
                key: card
                id: id
                time: time
                lateness: 1h
                fields: {id: string, time: timestamp, card: string, amount: double}
            features:
              card:
                entity: card
                from: payments
                windows: [1h, 1d]
                aggregates:
                  n: {of: count, windows: [1d, unbounded]}
                  sum: sum(amount)
                  max: {of: max(amount), windows: [3h, unbounded]}
                  late: {of: mean(amount), delay: 5h}
                  last: {of: last(amount), windows: [unbounded]}
                  old: {of: last(amount), windows: [1h], max_age: 10m}
                  tiled: {of: stddev(amount), windows: [2d], resolution: 1h}
            """;

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
            assertThat(now.earliestMs(1))
                    .isLessThanOrEqualTo(
                            noon(DAYS - 1).minus(Duration.ofMinutes(10)).toEpochMilli());

            FeatureReader.Reading past = reading(reader, noon(20));
            assertThat(past.earliestMs(0)).as("a week is a week").isEqualTo(Long.MIN_VALUE);
            assertThat(past.earliestMs(1))
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
            assertThat(none.earliestMs(1)).isEqualTo(Long.MIN_VALUE);
        }
    }

    /**
     * Whatever has come since, and in whatever order within the lateness: as of a moment within the retention every feature is
     * what all events give, and further back it is that or says that it may not be.
     */
    @Test
    void areExactWithinTheRetention(@TempDir(factory = InMemory.class) Path directory) {
        long seed = 20180401;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        FeatureDefinition varied = TestingDefinitions.parse("payments", VARIED);
        ViewDefinition card = varied.views().get(0);
        int refused = 0;
        try (TestingStream stream = new TestingStream(varied, directory, RETENTION)) {
            FeatureReader reader = new FeatureReader(
                    varied,
                    card,
                    stream.driver.getKeyValueStore(ViewStores.rowsName(card)),
                    stream.driver.getKeyValueStore(ViewStores.chunksName(card)));
            EntityState all = new ViewEngine(card, varied.source("payments").schema()).newState();
            long nowMs = NOON.toEpochMilli();
            for (int i = 0; i < 1_200; i++) {
                nowMs += random.nextInt(2_000_000);
                long timeMs = nowMs - (random.nextInt(3) == 0 ? random.nextInt(3_000_000) : 0);
                Event event = TestingEvents.of(
                        varied.source("payments"), "p" + i, Instant.ofEpochMilli(timeMs), "c1", (double)
                                random.nextInt(100));
                stream.publish("payments", event);
                all.add(event);
                if (i % 3 == 0) {
                    long backMs = (long) (random.nextDouble() * 5 * RETENTION.toMillis());
                    FeatureReader.Reading reading = reader.reading("c1", nowMs - backMs);
                    FeatureValues expected = new FeatureValues(reading.values().size());
                    all.read(nowMs - backMs, expected, 0);
                    for (int feature = 0; feature < expected.size(); feature++) {
                        if (saysNothing(reading, feature)) {
                            refused++;
                            assertThat(Math.max(reading.earliestMs(feature), reading.keptFromMs(feature)))
                                    .as("the first moment that is exact")
                                    .isGreaterThan(nowMs - backMs)
                                    .isLessThanOrEqualTo(nowMs - RETENTION.toMillis());
                            assertThat(backMs).isGreaterThan(RETENTION.toMillis());
                        } else {
                            assertThat(reading.keptFromMs(feature)).isLessThanOrEqualTo(reading.timeMs());
                            assertThat(shown(reading.values(), feature))
                                    .as(
                                            "%s after event %s, %s before it",
                                            card.featureNames().get(feature), i, Duration.ofMillis(backMs))
                                    .isEqualTo(shown(expected, feature));
                        }
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    /** Whether a feature is not answered, or may miss events. */
    private static boolean saysNothing(FeatureReader.Reading reading, int feature) {
        return reading.earliestMs(feature) > reading.timeMs()
                || reading.completeness(feature, Optional.empty())
                        .filter(entry -> entry.incompleteAt(reading.timeMs()))
                        .isPresent();
    }

    private static String shown(FeatureValues values, int i) {
        return values.statusAt(i) + " " + (values.isMissing(i) ? "" : values.valueAt(i));
    }

    private static FeatureReader.Reading reading(FeatureReader reader, Instant at) {
        return reader.reading("c1", at.toEpochMilli());
    }

    private static Instant noon(int day) {
        return NOON.plus(Duration.ofDays(day));
    }
}
