package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views with a max_age: deleting idle entities shows in the store and the changelog, and in no answer. */
class IdleEntitiesTest {

    private static final Instant NOON = Instant.parse("2018-04-01T12:00:00Z");
    private static final long MINUTE_MS = 60_000;
    private static final int CARDS = 150;
    private static final int EVENTS = 700;

    private final FeatureDefinition definition = TestingDefinitions.parse("payments", """
            pipeline: idle
            sources:
              payments:
                topic: payments
                format: json
                key: card
                id: id
                time: time
                lateness: 10m
                fields: {id: string, time: timestamp, card: string, amount: double}
              refunds:
                topic: refunds
                format: json
                key: card
                id: id
                time: time
                lateness: 1h
                fields: {id: string, time: timestamp, card: string, amount: double}
            features:
              card:
                entity: card
                from: payments
                windows: [20m, 2h]
                max_age: 2h
                aggregates:
                  n: count
                  spent: sum(amount)
                  before: {of: max(amount), include_current: false}
              refunded:
                entity: card
                from: refunds
                delay: 30m
                windows: [1h]
                max_age: 90m
                aggregates:
                  n: count
                  worst: max(amount)
            """);

    private final ViewDefinition card = definition.views().get(0);

    @Test
    void areGoneFromStoresAndChangelogs(@TempDir(factory = InMemory.class) Path directory) {
        try (TestingStream stream = new TestingStream(definition, directory)) {
            for (int i = 0; i < 150; i++) { // more than a row holds
                payment(stream, "busy" + i, at(i * 100L), "busy", 1);
            }
            for (int i = 0; i < 40; i++) {
                payment(stream, "once" + i, at(MINUTE_MS + i), "once" + i, 1);
            }
            KeyValueStore<String, byte[]> rows = stream.driver.getKeyValueStore(ViewStores.rowsName(card));
            assertThat(keys(rows)).hasSize(41);
            assertThat(chunks(stream)).isPositive();

            Duration over = Duration.ofHours(2).plusMinutes(11).plusMillis(39);
            payment(stream, "a", NOON.plus(over), "clock", 1);
            stream.advanceWallClock(Duration.ofMillis(IdleEntities.STEP_MS));
            assertThat(keys(rows))
                    .as("the last came 40 ms after the first, so it may be read for 1 ms more")
                    .containsExactly("clock", "once39");
            assertThat(chunks(stream)).isZero();
            assertThat(tombstones(stream, ViewStores.rowsName(card))).contains("busy", "once0", "once38");
            assertThat(tombstones(stream, ViewStores.chunksName(card)))
                    .as("one of each series")
                    .hasSize(2);
            assertThat(expired(stream)).isEqualTo(40);

            FeatureReader reader = new FeatureReader(
                    definition,
                    card,
                    rows,
                    stream.driver.getKeyValueStore(ViewStores.chunksName(card)),
                    stream.driver.getKeyValueStore(IdleEntities.storeName(card)));
            FeatureReader.Reading now = reader.reading("once0", NOON.plus(over).toEpochMilli());
            assertThat(now.known()).isFalse();
            assertThat(now.values().valueAt(0)).isZero();
            assertThat(now.values().statusAt(2)).isEqualTo(ValueStatus.NOT_FOUND);
            assertThat(now.newestEventMs(2)).isEqualTo(OptionalLong.empty());
            assertThat(incomplete(now, 2)).as("now nothing is missing").isFalse();
            FeatureReader.Reading past =
                    reader.reading("once0", at(2 * MINUTE_MS).toEpochMilli());
            assertThat(incomplete(past, 2))
                    .as("a read of the past says that it may miss events")
                    .isTrue();
            FeatureReader.Reading kept =
                    reader.reading("once39", NOON.plus(over).toEpochMilli());
            assertThat(kept.values().statusAt(2))
                    .as("idle, and like those that are deleted")
                    .isEqualTo(ValueStatus.NOT_FOUND);
            assertThat(kept.known()).isFalse();
            assertThat(kept.newestEventMs(2)).isEqualTo(OptionalLong.empty());
        }
    }

    /** Sweeps happen at random moments, and never at all in a backfill. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20180401})
    void changeNoFeatureAndNoStatus(long seed, @TempDir(factory = InMemory.class) Path directory) throws IOException {
        Random random = new Random(seed);
        List<Event> payments = events("payments", random, 10 * MINUTE_MS);
        List<Event> refunds = events("refunds", random, 30 * MINUTE_MS - 1);
        Map<String, List<String>> streamed = new HashMap<>();
        double expired;
        try (TestingStream stream = new TestingStream(definition, directory)) {
            int next = 0;
            for (Event payment : payments) {
                while (next < refunds.size() && refunds.get(next).timeMs() <= payment.timeMs()) {
                    stream.publish("refunds", refunds.get(next++));
                }
                stream.publish("payments", payment);
                if (random.nextInt(20) == 0) {
                    stream.advanceWallClock(Duration.ofMillis(IdleEntities.STEP_MS));
                }
            }
            for (EnrichedEvent event : stream.enriched()) {
                streamed.put(event.event().id(), stream.shown(event));
            }
            expired = expired(stream);
        }
        assertThat(expired).as("entities deleted").isGreaterThan(100);
        List<Event> onTime = payments.stream()
                .filter(event -> streamed.containsKey(event.id()))
                .toList();
        assertThat(onTime).hasSizeGreaterThan(EVENTS * 9 / 10);
        Map<String, Integer> statuses = new HashMap<>();
        for (int i = 0; i < onTime.size(); i++) {
            List<String> expected = expected(onTime.subList(0, i + 1), refunds);
            assertThat(streamed.get(onTime.get(i).id()))
                    .as("seed %d, payment %s", seed, onTime.get(i))
                    .isEqualTo(expected);
            expected.forEach(one -> statuses.merge(one.replaceAll(".*=(?!N).*", "value"), 1, Integer::sum));
        }
        assertThat(new TreeSet<>(statuses.keySet()))
                .contains(
                        "card.before_20m=NOT_FOUND",
                        "card.before_20m=NULL_VALUE",
                        "refunded.worst_1h=NOT_FOUND",
                        "refunded.worst_1h=NULL_VALUE");
        assertThat(backfill(payments, refunds)).isEqualTo(streamed);
    }

    /** Brute force over all events ever. */
    private static List<String> expected(List<Event> payments, List<Event> refunds) {
        Event now = payments.get(payments.size() - 1);
        long t = now.timeMs();
        List<Event> own =
                payments.stream().filter(e -> card(e).equals(card(now))).toList();
        List<Event> before = own.subList(0, own.size() - 1);
        List<Event> other =
                refunds.stream().filter(e -> card(e).equals(card(now))).toList();
        List<String> expected = new ArrayList<>();
        for (int minutes : new int[] {20, 120}) {
            expected.add("card.n_" + label(minutes) + "="
                    + (double) in(own, t, minutes).size());
        }
        for (int minutes : new int[] {20, 120}) {
            expected.add("card.spent_" + label(minutes) + "="
                    + in(own, t, minutes).stream()
                            .mapToDouble(IdleEntitiesTest::amount)
                            .sum());
        }
        for (int minutes : new int[] {20, 120}) {
            expected.add("card.before_" + label(minutes) + "=" + max(before, t, minutes, 120));
        }
        long e = t - 30 * MINUTE_MS;
        expected.add("refunded.n_1h=" + (double) in(other, e, 60).size());
        expected.add("refunded.worst_1h=" + max(other, e, 60, 90));
        return expected;
    }

    private static String label(int minutes) {
        return minutes == 20 ? "20m" : "2h";
    }

    private static String max(List<Event> events, long endMs, int minutes, int maxAgeMinutes) {
        boolean known =
                events.stream().anyMatch(e -> e.timeMs() <= endMs && e.timeMs() >= endMs - maxAgeMinutes * MINUTE_MS);
        return in(events, endMs, minutes).stream()
                .map(IdleEntitiesTest::amount)
                .max(Comparator.naturalOrder())
                .map(String::valueOf)
                .orElse(known ? "NULL_VALUE" : "NOT_FOUND");
    }

    private static List<Event> in(List<Event> events, long endMs, int minutes) {
        return events.stream()
                .filter(e -> e.timeMs() > endMs - minutes * MINUTE_MS && e.timeMs() <= endMs)
                .toList();
    }

    private Map<String, List<String>> backfill(List<Event> payments, List<Event> refunds) throws IOException {
        List<String> names = definition.viewFeatureNames();
        Map<String, List<String>> filled = new HashMap<>();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                List<String> shown = new ArrayList<>();
                for (int i = 0; i < vector.size(); i++) {
                    shown.add(names.get(i) + "="
                            + (vector.isMissing(i) ? vector.statusAt(i).name() : String.valueOf(vector.valueAt(i))));
                }
                filled.put(id, shown);
            }

            @Override
            public void close() {}
        };
        EventFiles files =
                (source, file, taker) -> (source.name().equals("payments") ? payments : refunds).forEach(taker);
        new FileBackfill(files, 1)
                .run(
                        definition,
                        VectorPlan.of(definition, names),
                        Map.of("payments", Path.of("payments"), "refunds", Path.of("refunds")),
                        sink,
                        2,
                        io.streamgauge.store.backfill.Progress.NONE);
        return filled;
    }

    /** In order of arrival, which is that of time plus a random lag; some cards come often, most after hours. */
    private List<Event> events(String source, Random random, long lagMs) {
        record Arrival(long atMs, Event event) {}
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            long timeMs = NOON.toEpochMilli() + random.nextLong(24 * 60) * MINUTE_MS;
            String of = "c" + (random.nextInt(4) == 0 ? random.nextInt(2) : random.nextInt(CARDS));
            Event event = TestingEvents.of(
                    definition.source(source), source + i, Instant.ofEpochMilli(timeMs), of, random.nextInt(400) / 4.0);
            arrivals.add(new Arrival(timeMs + (random.nextInt(3) > 0 ? 0 : random.nextLong(lagMs)), event));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::atMs));
        return arrivals.stream().map(Arrival::event).toList();
    }

    private static boolean incomplete(FeatureReader.Reading reading, int feature) {
        return reading.completeness(feature, Optional.empty())
                .filter(entry -> entry.incompleteAt(reading.timeMs()))
                .isPresent();
    }

    private static String card(Event event) {
        return String.valueOf(event.keyAt(event.schema().indexOf("card")));
    }

    private static double amount(Event event) {
        return event.numberAt(event.schema().indexOf("amount"));
    }

    private static Instant at(long afterNoonMs) {
        return NOON.plusMillis(afterNoonMs);
    }

    private void payment(TestingStream stream, String id, Instant time, String of, double amount) {
        stream.publish("payments", TestingEvents.of(definition.source("payments"), id, time, of, amount));
    }

    private static List<String> keys(KeyValueStore<String, byte[]> rows) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = rows.all()) {
            all.forEachRemaining(row -> keys.add(row.key));
        }
        return keys;
    }

    private long chunks(TestingStream stream) {
        return stream.driver.getKeyValueStore(ViewStores.chunksName(card)).approximateNumEntries();
    }

    private static double expired(TestingStream stream) {
        return stream.driver.metrics().entrySet().stream()
                .filter(e -> e.getKey().name().equals("expired-total"))
                .mapToDouble(e -> (double) e.getValue().metricValue())
                .sum();
    }

    /** Keys of the records without a value in a store's changelog. */
    private static List<String> tombstones(TestingStream stream, String store) {
        return stream
                .driver
                .createOutputTopic(
                        "idle-" + store + "-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .filter(record -> record.value() == null)
                .map(record -> new String(record.key(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }
}
