package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.registry.TestingSchemaRegistry;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors of a stream out of order, with its corrections put in their place, against those of the same events in order: all
 * bits are the same.
 */
class CorrectionsTest {

    private static final long START_MS = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();
    private static final int EVENTS = 400;
    private static final String SOURCES = """
            pipeline: shop
            sources:
              payments:
                topic: payments
                format: json
                %s
                id: id
                time: at
                lateness: 30m
                fields: {id: string, at: timestamp, customer: string, shop: string, amount: double}
              complaints:
                topic: complaints
                format: json
                %s
                id: id
                time: at
                lateness: 2h
                fields: {id: string, at: timestamp, shop: string}
            features:
            """;
    private static final String VIEWS = """
              payer:
                entity: customer
                from: payments
                windows: [10m, 1h]
                aggregates:
                  spent: sum(amount)
                  mean: mean(amount)
                  before: {of: sum(amount), include_current: false}
                  known: {of: count, include_current: false}
                  most: max(amount)
                  latest: last(amount)
                  coarse: {of: sum(amount), windows: [1h, 3h], resolution: 5m}
                  coarse_most: {of: max(amount), windows: [2h], resolution: 10m, include_current: false}
                  where: {of: last(shop), include_current: false}
                  earliest: first(amount)
                  few: {of: mean(amount), windows: [last 3 within 1h]}
                  ever: {of: stddev_pop(amount), windows: [unbounded]}
                  large: {of: count, where: "amount > 50.0", include_current: false}
              busy:
                entity: shop
                from: payments
                windows: [1h]
                aggregates: {n: count, spread: stddev_pop(amount), before: {of: last(amount), include_current: false}}
              past:
                entity: shop
                from: payments
                delay: 5m
                windows: [1h]
                aggregates: {n: count, of: sum(amount), now: {of: count, delay: 0s, include_current: false}}
              blamed:
                entity: shop
                from: complaints
                delay: 30m
                windows: [1h]
                aggregates: {n: count}
            """;

    private static final FeatureDefinition HOPPING =
            TestingDefinitions.parse("payments", SOURCES.formatted("", "") + VIEWS);
    /** The views of shops first, so that a correction of theirs travels on to the customer's. */
    private static final FeatureDefinition KEYED = TestingDefinitions.parse(
            "payments",
            SOURCES.formatted("key: shop", "key: shop")
                    + VIEWS.substring(VIEWS.indexOf("  busy:"))
                    + VIEWS.substring(0, VIEWS.indexOf("  busy:")));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20200101})
    void lastCorrectionsGiveTheVectorsOfTheStreamInOrder(
            long seed, @TempDir(factory = InMemory.class) Path first, @TempDir(factory = InMemory.class) Path second) {
        for (FeatureDefinition definition : List.of(HOPPING, KEYED)) {
            List<Event> arrivals = arrivals(definition, new Random(seed));
            Run shuffled = run(definition, arrivals, first.resolve(definition.equals(KEYED) ? "keyed" : "hopping"));
            // A stable sort: of events of one time, those that came first stay first.
            List<Event> inOrder = arrivals.stream()
                    .sorted(Comparator.comparingLong(
                            (Event e) -> isComplaint(definition, e) ? e.timeMs() - 1 : e.timeMs()))
                    .toList();
            Run ordered = run(definition, inOrder, second.resolve(definition.equals(KEYED) ? "keyed" : "hopping"));

            assertThat(ordered.corrections())
                    .as("in order nothing is corrected")
                    .isEmpty();
            assertThat(shuffled.corrections().size()).as("seed %d", seed).isGreaterThan(EVENTS / 10);
            Map<String, List<String>> corrected = new LinkedHashMap<>(shuffled.vectors());
            shuffled.corrections().forEach(c -> {
                assertThat(shown(definition, c.before()))
                        .as(
                                "seed %d, %s is what held before correction %d",
                                seed, c.event().event().id(), c.number())
                        .isEqualTo(corrected.get(c.event().event().id()))
                        .isNotEqualTo(shown(definition, c.event()));
                corrected.put(c.event().event().id(), shown(definition, c.event()));
            });
            assertThat(corrected).as("seed %d", seed).containsExactlyInAnyOrderEntriesOf(ordered.vectors());
            assertThat(shuffled.vectors()).isNotEqualTo(ordered.vectors());
        }
    }

    @Test
    void aCorrectionSaysWhatCausedItAndHowOftenTheEventWasCorrected(@TempDir(factory = InMemory.class) Path stateDir) {
        try (TestingStream stream = new TestingStream(HOPPING, stateDir, new TestingSchemaRegistry(), true)) {
            stream.publish("payments", payment(HOPPING, "a", 60, "c1", "s1", 5));
            stream.publish("payments", payment(HOPPING, "tie", 60, "c1", "s2", 7));
            stream.publish("payments", payment(HOPPING, "other", 59, "c2", "s3", 1));
            assertThat(stream.corrections)
                    .as("a tie and another's event change nothing")
                    .isEmpty();

            stream.publish("payments", payment(HOPPING, "b", 58, "c1", "s4", 9));
            stream.publish("complaints", complaint(HOPPING, "k", 20, "s1"));

            assertThat(stream.corrections)
                    .extracting(
                            c -> c.event().event().id(),
                            Correction::causeSource,
                            Correction::causeId,
                            Correction::number)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("a", "payments", "b", 1),
                            org.assertj.core.groups.Tuple.tuple("tie", "payments", "b", 1),
                            org.assertj.core.groups.Tuple.tuple("a", "complaints", "k", 2));
            assertThat(shown(HOPPING, stream.corrections.get(2).event()))
                    .contains("payer.spent_1h=14.0 PRESENT", "payer.before_1h=9.0 PRESENT", "blamed.n_1h=1.0 PRESENT");
        }
    }

    @Test
    void nobodyElseSaysThatAnEventIsACorrection(@TempDir(factory = InMemory.class) Path stateDir) {
        try (TestingStream stream = new TestingStream(HOPPING, stateDir, new TestingSchemaRegistry(), true)) {
            Event event = payment(HOPPING, "a", 60, "c1", "s1", 5);
            RecordHeaders headers = new RecordHeaders();
            headers.add("streamgauge.correction", new byte[] {1});
            stream.publish(
                    "payments",
                    null,
                    TestingEvents.bytes(HOPPING.source("payments"), new TestingSchemaRegistry(), event),
                    headers);
            assertThat(stream.enriched()).hasSize(1);
            assertThat(stream.corrections).isEmpty();
        }
    }

    @Test
    void whatIsBeyondTheReachIsForgotten(@TempDir(factory = InMemory.class) Path stateDir) {
        // Complaints count after half an hour and may come two hours late: they reach back as far as payments did.
        assertThat(CorrectionStep.reach(HOPPING)).isEqualTo(Duration.ofHours(2));
        try (TestingStream stream = new TestingStream(HOPPING, stateDir, new TestingSchemaRegistry(), true)) {
            for (int i = 0; i < 100; i++) {
                stream.publish("payments", payment(HOPPING, "p" + i, 10L * i, "c1", "s1", 5));
            }
            assertThat(stream.driver
                            .<Object, byte[]>getKeyValueStore("payer-recent")
                            .approximateNumEntries())
                    .isEqualTo(13);
        }
    }

    /** The table of corrections in docs/concepts.md is what happens to the payments above it. */
    @Test
    void thePageOnTimeTellsTheCorrections(@TempDir(factory = InMemory.class) Path stateDir) throws IOException {
        String page = Files.readString(TestingDefinitions.repository().resolve("docs/concepts.md"));
        String yaml = page.substring(page.indexOf("```yaml") + 7, page.indexOf("```", page.indexOf("```yaml") + 7));
        FeatureDefinition definition = TestingDefinitions.parse("payments", "pipeline: concepts" + yaml);
        try (TestingStream stream = new TestingStream(definition, stateDir, new TestingSchemaRegistry(), true)) {
            stream.publish("refunds", TestingEvents.of(definition.source("refunds"), "r1", noonish("10:20"), "k"));
            stream.publish("refunds", TestingEvents.of(definition.source("refunds"), "r2", noonish("10:31"), "k"));
            for (List<String> row : rows(page, "payments")) {
                stream.publish(
                        "payments",
                        TestingEvents.of(
                                definition.source("payments"),
                                row.get(0),
                                noonish(row.get(1)),
                                "k",
                                Double.parseDouble(row.get(2))));
            }
            assertThat(stream.corrections)
                    .extracting(c -> {
                        List<String> cells = new ArrayList<>(
                                List.of(c.event().event().id(), Integer.toString(c.number()), c.causeId()));
                        for (int i = 0; i < c.event().features().size(); i++) {
                            double was = c.before().features().valueAt(i);
                            double is = c.event().features().valueAt(i);
                            cells.add(was == is ? "%.0f".formatted(is) : "%.0f → %.0f".formatted(was, is));
                        }
                        return cells;
                    })
                    .containsExactlyElementsOf(rows(page, "corrections"));
        }
    }

    private static Instant noonish(String time) {
        return Instant.parse("2020-01-01T" + time + ":00Z");
    }

    /** Cells of the table behind a mark. */
    private static List<List<String>> rows(String page, String mark) {
        return page.substring(page.indexOf("<!-- test: " + mark + " -->"))
                .lines()
                .skip(3)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Pattern.compile("[^|]+")
                        .matcher(line)
                        .results()
                        .map(cell -> cell.group().strip())
                        .toList())
                .toList();
    }

    private record Run(Map<String, List<String>> vectors, List<Correction> corrections) {}

    private static Run run(FeatureDefinition definition, List<Event> events, Path stateDir) {
        try (TestingStream stream = new TestingStream(definition, stateDir, new TestingSchemaRegistry(), true)) {
            events.forEach(e -> stream.publish(isComplaint(definition, e) ? "complaints" : "payments", e));
            assertThat(stream.lateEvents()).isEmpty();
            Map<String, List<String>> vectors = new LinkedHashMap<>();
            stream.enriched().forEach(e -> vectors.put(e.event().id(), shown(definition, e)));
            return new Run(vectors, List.copyOf(stream.corrections));
        }
    }

    private static List<Event> arrivals(FeatureDefinition definition, Random random) {
        record Arrival(long atMs, Event event) {}
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int minute = random.nextInt(300);
            boolean complaint = random.nextInt(4) == 0;
            String shop = "s" + random.nextInt(3);
            Event event = complaint
                    ? complaint(definition, "k" + i, minute, shop)
                    : payment(definition, "p" + i, minute, customer(random), shop, random.nextInt(400) / 4.0);
            long lagMs = random.nextInt(3) > 0 ? 0 : random.nextLong((complaint ? 119 : 29) * MINUTE_MS);
            arrivals.add(new Arrival(event.timeMs() + lagMs, event));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::atMs));
        return arrivals.stream().map(Arrival::event).toList();
    }

    /** One payment in ten names none. */
    private static @Nullable String customer(Random random) {
        return random.nextInt(10) == 0 ? null : "c" + random.nextInt(4);
    }

    private static boolean isComplaint(FeatureDefinition definition, Event event) {
        return event.schema().equals(definition.source("complaints").schema());
    }

    private static Event payment(
            FeatureDefinition definition,
            String id,
            long minute,
            @Nullable String customer,
            String shop,
            double amount) {
        return TestingEvents.of(definition.source("payments"), id, at(minute), customer, shop, amount);
    }

    private static Event complaint(FeatureDefinition definition, String id, long minute, String shop) {
        return TestingEvents.of(definition.source("complaints"), id, at(minute), shop);
    }

    private static Instant at(long minute) {
        return Instant.ofEpochMilli(START_MS + minute * MINUTE_MS);
    }

    private static List<String> shown(FeatureDefinition definition, EnrichedEvent event) {
        List<String> names = definition.viewFeatureNames();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            FeatureValues values = event.features();
            String text = values.textAt(i);
            String number = values.isMissing(i) ? "" : "" + values.valueAt(i);
            String value = text == null ? number : text;
            shown.add(names.get(i) + "=" + value + " " + event.features().statusAt(i));
        }
        return shown;
    }
}
