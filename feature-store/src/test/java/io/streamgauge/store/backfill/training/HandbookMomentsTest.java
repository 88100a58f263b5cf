package io.streamgauge.store.backfill.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.backfill.Checkout;
import io.streamgauge.store.backfill.FraudPipeline;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At random moments, random customers and terminals of the handbook have the features that looking at every event gives. */
class HandbookMomentsTest {

    private static final long DAY_MS = 86_400_000;
    private static final int[] DAYS = {1, 7, 30};
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @TempDir
    Path directory;

    /** One transaction. */
    private record Paid(long atMs, double amount, boolean fraud) {}

    @Test
    void hundreds() throws IOException {
        check(400, List.of("2018-04"), 1);
    }

    @Test
    @Tag("slow")
    void tenThousand() throws IOException {
        check(10_000, List.of("2018-04", "2018-05", "2018-06"), 2);
    }

    private void check(int pairs, List<String> months, long seed) throws IOException {
        Path data = Checkout.root().resolveSibling("shared/data/fraud-handbook");
        Assumptions.assumeTrue(Files.isDirectory(data), "the handbook's files are not at " + data);
        List<Path> files = months.stream()
                .map(month -> data.resolve("raw-" + month + ".csv.gz"))
                .toList();
        Map<String, List<Paid>> byCustomer = new HashMap<>();
        Map<String, List<Paid>> byTerminal = new HashMap<>();
        for (Path file : files) {
            read(file, byCustomer, byTerminal);
        }
        System.out.println("seed " + seed);
        Path labels = Files.write(
                directory.resolve("moments.csv"),
                moments(pairs, months.size(), new Random(seed), byCustomer.keySet(), byTerminal.keySet()));
        Path out = directory.resolve("out.parquet");

        new TestingTrainingSet(FraudPipeline.definition(), directory, 1, 16)
                .write(
                        List.of("customer.*", "terminal.*"),
                        Map.of("transactions", files, "labels", files),
                        labels,
                        TestingTrainingSet.byEntity(),
                        out);

        List<Map<String, @Nullable String>> rows = TestingTrainingSet.read(out);
        assertThat(rows).hasSize(pairs);
        for (Map<String, @Nullable String> row : rows) {
            long t = Long.parseLong(String.valueOf(row.get("event_timestamp")));
            List<Paid> customer = byCustomer.getOrDefault(String.valueOf(row.get("customer_id")), List.of());
            List<Paid> terminal = byTerminal.getOrDefault(String.valueOf(row.get("terminal_id")), List.of());
            for (int days : DAYS) {
                List<Paid> spent = in(customer, t, days);
                List<Paid> seen = in(terminal, t - 7 * DAY_MS, days);
                String risk = seen.isEmpty()
                        ? "0.0"
                        : Double.toString(
                                (double) seen.stream().filter(Paid::fraud).count() / seen.size());
                assertThat(row.get("customer.tx_count_" + days + "d"))
                        .as("%s", row)
                        .isEqualTo(spent.size() + ".0");
                assertThat(row.get("customer.amount_mean_" + days + "d"))
                        .as("%s", row)
                        .isEqualTo(mean(spent));
                assertThat(row.get("terminal.tx_count_" + days + "d"))
                        .as("%s", row)
                        .isEqualTo(seen.size() + ".0");
                assertThat(row.get("terminal.risk_" + days + "d")).as("%s", row).isEqualTo(risk);
            }
        }
    }

    private static List<Paid> in(List<Paid> all, long t, int days) {
        return all.stream()
                .filter(paid -> paid.atMs() > t - days * DAY_MS && paid.atMs() <= t)
                .toList();
    }

    private static @Nullable String mean(List<Paid> paid) {
        return paid.isEmpty()
                ? null
                : Double.toString(paid.stream()
                                .map(one -> new BigDecimal(one.amount()))
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .doubleValue()
                        / paid.size());
    }

    private static List<String> moments(
            int pairs, int months, Random random, Iterable<String> customers, Iterable<String> terminals) {
        List<String> someCustomers = new ArrayList<>();
        customers.forEach(someCustomers::add);
        List<String> someTerminals = new ArrayList<>();
        terminals.forEach(someTerminals::add);
        List<String> rows = new ArrayList<>(List.of("customer_id,terminal_id,event_timestamp"));
        long start = Instant.parse("2018-04-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < pairs; i++) {
            long at = start
                    + (long) (random.nextDouble() * (months * 31) * DAY_MS) / 1_000 * 1_000; // whole seconds: on events
            rows.add(someCustomers.get(random.nextInt(someCustomers.size())) + ","
                    + someTerminals.get(random.nextInt(someTerminals.size())) + "," + Instant.ofEpochMilli(at));
        }
        return rows;
    }

    private static void read(Path file, Map<String, List<Paid>> byCustomer, Map<String, List<Paid>> byTerminal)
            throws IOException {
        try (Table table = Table.open(file)) {
            while (table.next()) {
                long at = LocalDateTime.parse(cell(table, "TX_DATETIME"), WRITTEN)
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
                Paid paid = new Paid(
                        at,
                        Double.parseDouble(cell(table, "TX_AMOUNT")),
                        cell(table, "TX_FRAUD").equals("1"));
                byCustomer
                        .computeIfAbsent(cell(table, "CUSTOMER_ID"), id -> new ArrayList<>())
                        .add(paid);
                byTerminal
                        .computeIfAbsent(cell(table, "TERMINAL_ID"), id -> new ArrayList<>())
                        .add(paid);
            }
        }
    }

    private static String cell(Table table, String column) {
        return String.valueOf(table.cell(table.indexOf(column)));
    }
}
