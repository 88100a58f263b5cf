package io.streamgauge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.backfill.BackfillResult;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A table with ties, nulls, deletions and rows not in force yet, some deleted before they are: its lookups in the stream and in a backfill of files equal
 * those of a plain search of all rows, and each other.
 */
class LookupBackfillTest {

    private static final long START_MS = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    private static final int PAYMENTS = 500;

    private static final String TABLE = """
            pipeline: shop
            sources:
              payments:
                topic: payments
                format: json
                key: merchant
                id: id
                time: at
                lateness: 0s
                fields: {id: string, at: timestamp, merchant: string}
                csv: {time_format: ms}
              merchants:
                topic: merchants
                format: json
                table: true
                key: merchant
                time: TIME
                lateness: 5m
                fields: {merchant: string, since: timestamp, category: string, risk: double}
                csv: CSV
            features:
              shop: {entity: merchant, from: merchants, lookup: [category, risk]}
              seen: {entity: merchant, from: payments, windows: 1h, aggregates: {risky: {of: count, where: shop.risk > 4.0}}}
              text:
                expressions:
                  number: 'shop.category == "c0" ? 0.0 : shop.category == "c1" ? 1.0 : shop.category == "c2" ? 2.0 : 3.0'
            """;

    /** A row, or with neither category nor risk a deletion where that is said. */
    private record Row(
            String merchant,
            long timeMs,
            @Nullable String category,
            @Nullable Double risk,
            boolean deletion) {

        String json() {
            return "{\"merchant\":\"" + merchant + "\",\"since\":" + timeMs + ",\"category\":"
                    + (category == null ? null : "\"" + category + "\"") + ",\"risk\":" + risk + "}";
        }

        String csv() {
            return merchant + "," + timeMs + "," + (category == null ? "" : category) + "," + (risk == null ? "" : risk)
                    + "," + deletion;
        }
    }

    private record Payment(String id, String merchant, long timeMs) {}

    private final Random random = new Random();

    @TempDir(factory = InMemory.class)
    Path directory;

    @ParameterizedTest(name = "time of record {0}, rows in order {1}, seed {2}")
    @CsvSource({"true,true,3", "false,true,20200101", "true,false,5", "false,false,7"})
    void agreeWithAPlainSearch(boolean ofRecord, boolean inOrder, long seed) throws IOException {
        FeatureDefinition definition = TestingDefinitions.parse(
                "payments",
                TABLE.replace("TIME", ofRecord ? "record" : "since")
                        .replace(
                                "CSV", "{time_format: ms, deleted: gone" + (ofRecord ? ", record_time: since}" : "}")));
        random.setSeed(seed);
        List<Row> rows = rows();
        List<Payment> payments = payments();
        if (!inOrder) {
            shuffledByKeepingTies(rows);
        }
        Map<String, List<String>> streamed = streamed(definition, rows, payments, inOrder);
        Map<String, List<String>> filled = filled(definition, rows, payments);
        assertThat(filled.keySet()).isEqualTo(streamed.keySet());
        streamed.forEach((id, found) -> {
            // A file has numbers alone, so the text comes as the number that an expression makes of it.
            String category =
                    found.get(0).startsWith("N") ? "NULL_VALUE" : found.get(0).substring(1) + ".0";
            assertThat(filled.get(id))
                    .as("seed %d, %s", seed, id)
                    .containsExactly(category, found.get(1), found.get(2));
        });
        Map<String, Integer> statuses = new LinkedHashMap<>();
        for (Payment payment : payments) {
            List<String> expected = expected(rows, payment);
            expected.forEach(value -> statuses.merge(value.startsWith("N") ? value : "value", 1, Integer::sum));
            assertThat(Objects.requireNonNull(streamed.get(payment.id())).subList(0, 2))
                    .as("seed %d, %s", seed, payment)
                    .isEqualTo(expected);
        }
        assertThat(statuses.keySet()).containsExactlyInAnyOrder("value", "NULL_VALUE", "NOT_FOUND");
        assertThat(statuses.values()).allMatch(count -> count > 30);
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String merchant = "m" + random.nextInt(6);
            long timeMs = START_MS - 60_000 + random.nextInt(PAYMENTS / 5 + 120) * 5_000L;
            boolean deletion = random.nextInt(5) == 0;
            rows.add(new Row(
                    merchant,
                    timeMs,
                    deletion || random.nextInt(4) == 0 ? null : "c" + random.nextInt(4),
                    deletion || random.nextInt(4) == 0 ? null : Double.valueOf(random.nextInt(10)),
                    deletion));
        }
        rows.sort(java.util.Comparator.comparingLong(Row::timeMs));
        return rows;
    }

    /** Out of the order of time; of one merchant's rows of one moment the last to come counts, so these keep their order. */
    private void shuffledByKeepingTies(List<Row> rows) {
        List<Row> before = new ArrayList<>(rows);
        Collections.shuffle(rows, random);
        Map<String, List<Row>> ties = new LinkedHashMap<>();
        before.forEach(row -> ties.computeIfAbsent(row.merchant() + row.timeMs(), key -> new ArrayList<>())
                .add(row));
        rows.replaceAll(row ->
                Objects.requireNonNull(ties.get(row.merchant() + row.timeMs())).remove(0));
    }

    private List<Payment> payments() {
        List<Payment> payments = new ArrayList<>();
        for (int i = 0; i < PAYMENTS; i++) {
            payments.add(new Payment("p" + i, "m" + random.nextInt(7), START_MS + i * 1_000L));
        }
        return payments;
    }

    private static List<String> expected(List<Row> rows, Payment payment) {
        Row last = null;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.merchant().equals(payment.merchant())
                    && row.timeMs() <= payment.timeMs()
                    && (last == null || row.timeMs() >= last.timeMs())
                    && rows.subList(i, rows.size()).stream().noneMatch(later -> deletes(later, row))) {
                last = row;
            }
        }
        if (last == null || last.deletion()) {
            return List.of("NOT_FOUND", "NOT_FOUND");
        }
        return List.of(
                last.category() == null ? "NULL_VALUE" : last.category(),
                last.risk() == null ? "NULL_VALUE" : String.valueOf(last.risk()));
    }

    /** Whether a deletion that comes after a row takes it out, and does not only take its place. */
    private static boolean deletes(Row later, Row row) {
        return later.deletion() && later.merchant().equals(row.merchant()) && later.timeMs() < row.timeMs();
    }

    /** Rows as they become known, a moment ahead, or all of them first. */
    private Map<String, List<String>> streamed(
            FeatureDefinition definition, List<Row> rows, List<Payment> payments, boolean inOrder) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        try (TestingStream stream = new TestingStream(definition, directory)) {
            int next = 0;
            for (Payment payment : payments) {
                Predicate<Row> known = row -> !inOrder || row.timeMs() <= payment.timeMs();
                while (next < rows.size() && known.test(rows.get(next))) {
                    Row row = rows.get(next++);
                    stream.publish(
                            "merchants",
                            row.merchant().getBytes(UTF_8),
                            row.deletion() ? null : row.json().getBytes(UTF_8),
                            new RecordHeaders(),
                            Instant.ofEpochMilli(row.timeMs()));
                }
                stream.publish(
                        "payments",
                        TestingEvents.of(
                                definition.scoredSource(),
                                payment.id(),
                                Instant.ofEpochMilli(payment.timeMs()),
                                payment.merchant()));
            }
            stream.enriched().forEach(event -> found.put(event.event().id(), shown(event.features())));
            assertThat(stream.lateEvents()).isEmpty();
            assertThat(stream.deadLetters()).isEmpty();
        }
        return found;
    }

    private Map<String, List<String>> filled(FeatureDefinition definition, List<Row> rows, List<Payment> payments)
            throws IOException {
        Path table = Files.write(directory.resolve("merchants.csv"), lines("merchant,since,category,risk,gone", rows));
        List<String> lines = new ArrayList<>(List.of("id,at,merchant"));
        payments.forEach(p -> lines.add(p.id() + "," + p.timeMs() + "," + p.merchant()));
        Path events = Files.write(directory.resolve("payments.csv"), lines);
        Map<String, List<String>> found = new LinkedHashMap<>();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                found.put(id, shown(vector));
            }

            @Override
            public void close() {}
        };
        BackfillResult result = new FileBackfill(EventFiles.CSV, 3)
                .run(
                        definition,
                        VectorPlan.of(definition, List.of("text.number", "shop.risk", "seen.risky_1h")),
                        Map.of("payments", events, "merchants", table),
                        sink,
                        2,
                        Progress.NONE);
        assertThat(result.late().values()).containsOnly(0L);
        assertThat(result.refused().values()).containsOnly(0L);
        return found;
    }

    private static List<String> lines(String header, List<Row> rows) {
        List<String> lines = new ArrayList<>(List.of(header));
        rows.forEach(row -> lines.add(row.csv()));
        return lines;
    }

    private static List<String> shown(FeatureValues values) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String text = values.textAt(i);
            shown.add(
                    values.isMissing(i)
                            ? values.statusAt(i).name()
                            : text == null ? String.valueOf(values.valueAt(i)) : text);
        }
        return shown;
    }
}
