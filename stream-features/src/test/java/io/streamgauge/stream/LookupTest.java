package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.FeatureValues;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a table's rows, looked up as of each event. */
class LookupTest {

    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private static final String SHOP = """
            pipeline: shop
            sources:
              payments:
                topic: payments
                format: json
                key: merchant
                id: id
                time: at
                lateness: 1h
                fields: {id: string, at: timestamp, merchant: string}
              merchants:
                topic: merchants
                format: json
                table: true
                key: merchant
                time: since
                lateness: 1d
                expect: ["risk < 100.0"]
                fields: {merchant: string, since: timestamp, category: string, risk: double}
            features:
              shop: {entity: merchant, from: merchants, lookup: [category, risk]}
            """;

    private final FeatureDefinition shop = TestingDefinitions.parse("payments", SHOP);
    private final ViewDefinition view = shop.views().get(0);

    @TempDir(factory = InMemory.class)
    Path stateDir;

    private final Map<String, List<KeyValue<Object, Object>>> changelogs = new HashMap<>();
    private int payments;

    @Test
    void anEventFindsTheRowInForceAtItsTime() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START.minus(DAY.multipliedBy(4_000)), "food", 1.0);
            assertThat(at(stream, "m", START)).containsExactly("food", "1.0");
            row(stream, "m", START.plusSeconds(10), "fuel", 2.0);
            assertThat(at(stream, "m", START.plusSeconds(9))).containsExactly("food", "1.0");
            assertThat(at(stream, "m", START.plusSeconds(10)))
                    .as("from its own moment on")
                    .containsExactly("fuel", "2.0");
            assertThat(at(stream, "other", START.plusSeconds(10)))
                    .as("no row")
                    .containsExactly("NOT_FOUND", "NOT_FOUND");
            assertThat(stream.lateEvents()).isEmpty();
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @Test
    void noRowIsLateHoweverOldItIs() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "a", START.plus(DAY.multipliedBy(400)), "next year", 1.0);
            row(stream, "b", START.minus(DAY.multipliedBy(4_000)), "old", 2.0);
            assertThat(at(stream, "a", START)).as("not in force yet").containsExactly("NOT_FOUND", "NOT_FOUND");
            assertThat(at(stream, "b", START)).containsExactly("old", "2.0");
            assertThat(at(stream, "a", START.plus(DAY.multipliedBy(400)))).containsExactly("next year", "1.0");
            assertThat(stream.lateEvents()).isEmpty();
        }
    }

    @Test
    void anOlderRowThatComesLaterReplacesNoNewerOne() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START, "now", 2.0);
            at(stream, "m", START.plus(DAY.multipliedBy(9)));
            row(stream, "m", START.plus(DAY.multipliedBy(9)), "newest", 3.0); // what is before is let go of
            row(stream, "m", START.minus(DAY), "before", 1.0);
            assertThat(at(stream, "m", START.plus(DAY.multipliedBy(9)).minusSeconds(1)))
                    .containsExactly("now", "2.0");
            row(stream, "m", START, "now, corrected", 2.5);
            assertThat(at(stream, "m", START.plus(DAY.multipliedBy(9)).minusSeconds(1)))
                    .as("of rows of one time the last to arrive counts")
                    .containsExactly("now, corrected", "2.5");
            assertThat(at(stream, "m", START.plus(DAY.multipliedBy(9)))).containsExactly("newest", "3.0");
        }
    }

    @Test
    void aRowReplacesTheWholeRow() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START, "food", 1.0);
            row(stream, "m", START.plusSeconds(10), null, null);
            row(stream, "m", START.plusSeconds(20), "", -0.0);
            assertThat(at(stream, "m", START.plusSeconds(5))).containsExactly("food", "1.0");
            assertThat(at(stream, "m", START.plusSeconds(15))).containsExactly("NULL_VALUE", "NULL_VALUE");
            assertThat(at(stream, "m", START.plusSeconds(25))).containsExactly("", "-0.0");
        }
    }

    @Test
    void aNullValueDeletesTheRowFromItsRecordsTimeOn() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START, "food", 1.0);
            delete(stream, "m", START.plusSeconds(10));
            assertThat(at(stream, "m", START.plusSeconds(9))).containsExactly("food", "1.0");
            assertThat(at(stream, "m", START.plusSeconds(10))).containsExactly("NOT_FOUND", "NOT_FOUND");
            row(stream, "m", START.plusSeconds(20), "fuel", 2.0);
            assertThat(at(stream, "m", START.plusSeconds(20))).containsExactly("fuel", "2.0");
            assertThat(at(stream, "m", START.plusSeconds(19))).containsExactly("NOT_FOUND", "NOT_FOUND");
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    @Test
    void aDeletedRowThatIsNotInForceYetDoesNotComeBack() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START, "food", 1.0);
            row(stream, "m", START.plusSeconds(30), "fuel", 2.0);
            delete(stream, "m", START.plusSeconds(10));
            assertThat(at(stream, "m", START.plusSeconds(9))).containsExactly("food", "1.0");
            assertThat(at(stream, "m", START.plusSeconds(30))).containsExactly("NOT_FOUND", "NOT_FOUND");
            row(stream, "m", START.plusSeconds(20), "toys", 3.0);
            assertThat(at(stream, "m", START.plusSeconds(30)))
                    .as("a row that comes after the deletion")
                    .containsExactly("toys", "3.0");
        }
    }

    @Test
    void aDeletionTakesOutARowOfALaterTimeThatHasTakenThePlaceOfTheOthers() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START.plus(DAY), "food", 1.0);
            at(stream, "m", START.plus(DAY.multipliedBy(3)));
            row(stream, "m", START.plus(DAY.multipliedBy(3)), "fuel", 2.0); // the other is all that is kept of the past
            delete(stream, "m", START);
            assertThat(at(stream, "m", START.plus(DAY.multipliedBy(3)))).containsExactly("NOT_FOUND", "NOT_FOUND");
            assertThat(at(stream, "m", START.plus(DAY.multipliedBy(3)).minusSeconds(1)))
                    .containsExactly("NOT_FOUND", "NOT_FOUND");
        }
    }

    @Test
    void aDeletionIsForgottenWithAllStateOfItsKey() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "gone", START, "food", 1.0);
            row(stream, "back", START, "food", 1.0);
            row(stream, "stays", START, "food", 1.0);
            delete(stream, "gone", START.plusSeconds(10));
            delete(stream, "back", START.plusSeconds(10));
            delete(stream, "unknown", START.plusSeconds(10));
            row(stream, "back", START.plusSeconds(20), "fuel", 2.0);
            // Reads to come are as of 1 h before this or later, the payments' lateness; remembered is 1 d.
            Instant last = START.plusSeconds(10).plus(DAY).plus(Duration.ofHours(1));
            at(stream, "x", last);
            assertThat(rows(stream)).containsExactlyInAnyOrder("gone", "back", "stays", "unknown");
            row(stream, "gone", START.plusSeconds(5), "older", 1.0);
            assertThat(at(stream, "gone", last))
                    .as("remembered: an older row stays deleted")
                    .containsExactly("NOT_FOUND", "NOT_FOUND");
            at(stream, "x", last.plusMillis(1));
            assertThat(rows(stream)).containsExactlyInAnyOrder("back", "stays");
            assertThat(remembered(stream)).isZero();
            assertThat(at(stream, "back", last)).containsExactly("fuel", "2.0");
            assertThat(at(stream, "gone", last)).containsExactly("NOT_FOUND", "NOT_FOUND");
        }
    }

    @Test
    void whatIsDeletedIsForgottenAfterARestartToo() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START, "food", 1.0);
            delete(stream, "m", START.plusSeconds(10));
            at(stream, "x", START.plusSeconds(10));
            stored(stream);
        }
        try (TestingStream stream = restarted()) {
            assertThat(rows(stream)).containsExactly("m");
            at(stream, "x", START.plus(DAY.multipliedBy(3)));
            assertThat(rows(stream)).isEmpty();
            assertThat(remembered(stream)).isZero();
        }
    }

    @Test
    void aRestartGoesOnWithTheRowsThereAre() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START, "food", 1.0);
            row(stream, "m", START.plusSeconds(10), null, 2.0);
            row(stream, "n", START, "fuel", 3.0);
            delete(stream, "n", START.plusSeconds(10));
            at(stream, "m", START.plus(DAY));
            row(stream, "m", START.plus(DAY), "late", null); // the others are one state now
            stored(stream);
        }
        try (TestingStream stream = restarted()) {
            assertThat(at(stream, "m", START.plus(DAY).minusSeconds(1))).containsExactly("NULL_VALUE", "2.0");
            assertThat(at(stream, "m", START.plus(DAY))).containsExactly("late", "NULL_VALUE");
            assertThat(at(stream, "n", START.plus(DAY))).containsExactly("NOT_FOUND", "NOT_FOUND");
        }
    }

    @Test
    void aRowIsOneRowHoweverOftenItChanges() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            int[] bytes = new int[400];
            for (int day = 0; day < bytes.length; day++) {
                Instant time = START.plus(DAY.multipliedBy(day));
                row(stream, "m", time, "category " + (100 + day), day % 90);
                at(stream, "m", time);
                bytes[day] = stream.driver
                        .<String, byte[]>getKeyValueStore(ViewStores.rowsName(view))
                        .get("m")
                        .length;
            }
            assertThat(bytes[399]).isBetween(bytes[5], bytes[5] + 4).isLessThan(200);
        }
    }

    @Test
    void thePastIsReadAsFarAsItIsKept() {
        try (TestingStream stream = new TestingStream(shop, stateDir)) {
            row(stream, "m", START, "food", 1.0);
            row(stream, "m", START.plus(DAY), "fuel", 2.0);
            at(stream, "m", START.plus(DAY.multipliedBy(9)));
            row(stream, "m", START.plus(DAY.multipliedBy(9)), "toys", 3.0);
            FeatureReader reader = new FeatureReader(
                    shop,
                    view,
                    stream.driver.getKeyValueStore(ViewStores.rowsName(view)),
                    stream.driver.getKeyValueStore(ViewStores.chunksName(view)));
            long nowMs = START.plus(DAY.multipliedBy(9)).toEpochMilli();
            FeatureReader.Reading now = reader.reading("m", nowMs);
            assertThat(shown(now.values())).containsExactly("toys", "3.0");
            assertThat(now.earliestMs(0))
                    .as("the row that was in force before is the last of those kept")
                    .isEqualTo(START.plus(DAY).toEpochMilli());
            assertThat(shown(reader.read("m", nowMs - 1))).containsExactly("fuel", "2.0");
            assertThat(shown(reader.read("m", START.toEpochMilli() - 1))).containsExactly("NOT_FOUND", "NOT_FOUND");
        }
    }

    @Test
    void whatIsNoRowIsADeadLetter() {
        FeatureDefinition numbered = TestingDefinitions.parse(
                "payments",
                SHOP.replace("merchant: string", "merchant: long")
                        .replace("lookup: [category, risk]", "lookup: [risk]"));
        try (TestingStream stream = new TestingStream(numbered, stateDir)) {
            publish(stream, null, null, START);
            publish(stream, "m", null, START);
            publish(stream, "7", "{\"merchant\":7,\"since\":0,\"category\":null,\"risk\":100.0}", START);
            publish(stream, "8", "{\"merchant\":7,\"since\":0,\"category\":null,\"risk\":1.0}", START);
            publish(stream, "7", "{\"merchant\":7,\"since\":null,\"category\":null,\"risk\":1.0}", START);
            assertThat(stream.refusedTotal("merchants", "KEY_MISMATCH")).isEqualTo(3);
            assertThat(stream.refusedTotal("merchants", "EXPECTATION_FAILED")).isEqualTo(1);
            assertThat(stream.refusedTotal("merchants", "NULL_TIME")).isEqualTo(1);
            assertThat(stream.deadLetters()).hasSize(5).allMatch(record -> record.timestamp() == START.toEpochMilli());
            publish(stream, "7", "{\"merchant\":7,\"since\":0,\"category\":null,\"risk\":99.0}", START);
            publish(stream, "9", "{\"merchant\":9,\"since\":0,\"category\":null,\"risk\":9.0}", START);
            publish(stream, "9", null, START);
            assertThat(at(stream, 7L, START)).containsExactly("99.0");
            assertThat(at(stream, 9L, START)).containsExactly("NOT_FOUND");
        }
    }

    @Test
    void theTimeOfARowMayBeItsRecords() {
        FeatureDefinition recorded = TestingDefinitions.parse("payments", SHOP.replace("time: since", "time: record"));
        try (TestingStream stream = new TestingStream(recorded, stateDir)) {
            publish(stream, "m", "{\"merchant\":\"m\",\"since\":null,\"category\":\"food\",\"risk\":1}", START);
            publish(
                    stream,
                    "m",
                    "{\"merchant\":\"m\",\"since\":null,\"category\":\"fuel\",\"risk\":2}",
                    START.plusSeconds(10));
            assertThat(at(stream, "m", START.minusMillis(1))).containsExactly("NOT_FOUND", "NOT_FOUND");
            assertThat(at(stream, "m", START)).containsExactly("food", "1.0");
            assertThat(at(stream, "m", START.plusSeconds(10))).containsExactly("fuel", "2.0");
        }
    }

    @Test
    void aDelayedRowIsInForceLater() {
        FeatureDefinition delayed =
                TestingDefinitions.parse("payments", SHOP.replace("from: merchants,", "from: merchants, delay: 1h,"));
        try (TestingStream stream = new TestingStream(delayed, stateDir)) {
            row(stream, "m", START, "food", 1.0);
            assertThat(at(stream, "m", START.plusSeconds(3_599))).containsExactly("NOT_FOUND", "NOT_FOUND");
            assertThat(at(stream, "m", START.plusSeconds(3_600))).containsExactly("food", "1.0");
        }
    }

    @Test
    void rowsAndDeletionsComeOverAHopToo() {
        FeatureDefinition hop = TestingDefinitions.parse("payments", SHOP.replaceFirst("    key: merchant\n", ""));
        try (TestingStream stream = new TestingStream(hop, stateDir)) {
            row(stream, "m", START, "food", 1.0);
            delete(stream, "m", START.plusSeconds(10));
            assertThat(at(stream, "m", START)).containsExactly("food", "1.0");
            assertThat(at(stream, "m", START.plusSeconds(10))).containsExactly("NOT_FOUND", "NOT_FOUND");
            assertThat(at(stream, null, START)).containsExactly("NOT_FOUND", "NOT_FOUND");
        }
    }

    @Test
    void theRowsOfATableInAnotherPlaceAreReKeyed() {
        FeatureDefinition twoStages =
                TestingDefinitions.parse("payments", SHOP.replace("""
                fields: {id: string, at: timestamp, merchant: string}
                """, """
                fields: {id: string, at: timestamp, merchant: string, card: string}
                """).replaceFirst("key: merchant", "key: card"));
        assertThat(TestingDefinitions.routes(twoStages, 1).get(0).feed()).isEqualTo(Route.Feed.DIRECT);
        FeatureDefinition threeStages = TestingDefinitions.parse("payments", SHOP.replace("""
                features:
                """, """
                features:
                  again: {entity: merchant, from: merchants, lookup: [risk]}
                """));
        assertThat(TestingDefinitions.routes(threeStages, 1))
                .extracting(Route::feed)
                .containsExactly(Route.Feed.DIRECT, Route.Feed.DIRECT);
    }

    @ParameterizedTest(name = "corrections, delay {0} s")
    @ValueSource(longs = {0, 5})
    void aRowCorrectsWhatWasScoredWithoutIt(long delay) {
        FeatureDefinition delayed = TestingDefinitions.parse(
                "payments", SHOP.replace("from: merchants,", "from: merchants, delay: " + delay + "s,"));
        try (TestingStream stream = new TestingStream(delayed, stateDir, new TestingSchemaRegistry(), true)) {
            row(stream, "m", START, "food", 1.0);
            at(stream, "m", START.plusSeconds(10));
            at(stream, "m", START.plusSeconds(20));
            at(stream, "m", START.plusSeconds(30));
            row(stream, "m", START.plusSeconds(20 - delay), "fuel", 1.0);
            assertThat(stream.corrections)
                    .extracting(c -> c.event().event().timeMs())
                    .containsExactly(
                            START.plusSeconds(20).toEpochMilli(),
                            START.plusSeconds(30).toEpochMilli());
            assertThat(shown(stream.corrections.get(0).event().features())).containsExactly("fuel", "1.0");
            assertThat(shown(stream.corrections.get(0).before().features())).containsExactly("food", "1.0");
            stream.corrections.clear();
            delete(stream, "m", START.plusSeconds(30 - delay));
            assertThat(stream.corrections).hasSize(1);
            assertThat(shown(stream.corrections.get(0).event().features())).containsExactly("NOT_FOUND", "NOT_FOUND");
        }
    }

    private void row(TestingStream stream, String merchant, Instant since, @Nullable Object... fields) {
        @Nullable
        Object[] values = {merchant, since, fields[0], fields[1] instanceof Integer n ? Double.valueOf(n) : fields[1]};
        stream.publish("merchants", TestingEvents.of(shop.source("merchants"), values));
    }

    private static void delete(TestingStream stream, String merchant, Instant at) {
        publish(stream, merchant, null, at);
    }

    private static void publish(TestingStream stream, @Nullable String key, @Nullable String value, Instant at) {
        stream.publish(
                "merchants",
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                new RecordHeaders(),
                at);
    }

    /** What a payment finds. */
    private List<String> at(TestingStream stream, @Nullable Object merchant, Instant at) {
        stream.enriched();
        String text = merchant instanceof String name ? "\"" + name + "\"" : String.valueOf(merchant);
        String json = "{\"id\":\"p" + payments++ + "\",\"at\":" + at.toEpochMilli() + ",\"merchant\":" + text
                + ",\"card\":null}";
        stream.publish(
                "payments",
                merchant == null ? null : String.valueOf(merchant).getBytes(UTF_8),
                json.getBytes(UTF_8),
                new RecordHeaders(),
                at);
        List<List<String>> found =
                stream.enriched().stream().map(event -> shown(event.features())).toList();
        assertThat(found).as("the payment at %s is not late", at).hasSize(1);
        return found.get(0);
    }

    private static List<String> shown(FeatureValues values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> values.isMissing(i)
                        ? values.statusAt(i).name()
                        : values.textAt(i) == null ? String.valueOf(values.valueAt(i)) : values.textAt(i))
                .toList();
    }

    /** Takes down what the changelogs would hold. */
    private void stored(TestingStream stream) {
        for (String store : List.of(ViewStores.rowsName(view), ViewStores.chunksName(view), "shop-deleted")) {
            List<KeyValue<Object, Object>> entries = new ArrayList<>();
            try (var all = stream.driver.getKeyValueStore(store).all()) {
                all.forEachRemaining(entries::add);
            }
            changelogs.put(store, entries);
        }
    }

    /** The topology with what was taken down, as Kafka Streams restores it. */
    private TestingStream restarted() {
        TestingStream stream = new TestingStream(shop, stateDir.resolve("restarted"));
        changelogs.forEach((store, entries) -> {
            KeyValueStore<Object, Object> restored = stream.driver.getKeyValueStore(store);
            entries.forEach(entry -> restored.put(entry.key, entry.value));
        });
        return stream;
    }

    private List<String> rows(TestingStream stream) {
        return keys(stream, ViewStores.rowsName(view));
    }

    private int remembered(TestingStream stream) {
        return keys(stream, "shop-deleted").size();
    }

    private static List<String> keys(TestingStream stream, String store) {
        List<String> keys = new ArrayList<>();
        try (var all = stream.driver.getKeyValueStore(store).all()) {
            all.forEachRemaining(entry -> keys.add(entry.key.toString()));
        }
        return keys;
    }
}
