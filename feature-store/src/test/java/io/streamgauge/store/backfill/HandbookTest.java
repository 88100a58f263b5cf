package io.streamgauge.store.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fraud example's features equal those that the fraud-detection handbook's authors published for the same
 * transactions: counts, risks and flags exactly, means to 1e-9. The authors order events of one customer in one second as
 * their tool happened to; nothing else may differ.
 */
class HandbookTest {

    private static final int MOST_TIES = 20;

    /** The inputs of the handbook's model but the amount, in the order of its columns. */
    private static final List<String> FEATURES = List.of(
            "request.weekend",
            "request.night",
            "customer.tx_count_1d",
            "customer.amount_mean_1d",
            "customer.tx_count_7d",
            "customer.amount_mean_7d",
            "customer.tx_count_30d",
            "customer.amount_mean_30d",
            "terminal.tx_count_1d",
            "terminal.risk_1d",
            "terminal.tx_count_7d",
            "terminal.risk_7d",
            "terminal.tx_count_30d",
            "terminal.risk_30d");

    @TempDir
    Path directory;

    @Test
    void april() throws IOException {
        check(List.of("2018-04"));
    }

    @Test
    @Tag("slow")
    void aprilToJune() throws IOException {
        check(List.of("2018-04", "2018-05", "2018-06"));
    }

    private void check(List<String> months) throws IOException {
        Path data = Checkout.root().resolveSibling("shared/data/fraud-handbook");
        Assumptions.assumeTrue(Files.isDirectory(data), "the handbook's files are not at " + data);
        Path raw = directory.resolve("raw.csv");
        join(
                months.stream()
                        .map(month -> data.resolve("raw-" + month + ".csv.gz"))
                        .toList(),
                raw);

        Map<String, double[]> ours = backfill(raw);
        Map<String, Integer> inSecond = new HashMap<>();
        Map<String, String> secondOf = new HashMap<>();
        read(raw, row -> {
            String second = row.getField("CUSTOMER_ID") + " at " + row.getField("TX_DATETIME");
            secondOf.put(row.getField("TRANSACTION_ID"), second);
            inSecond.merge(second, 1, Integer::sum);
        });
        List<String> mismatches = new ArrayList<>();
        int[] rows = new int[1];
        for (String month : months) {
            read(data.resolve("features-" + month + ".csv.gz"), row -> {
                rows[0]++;
                String id = row.getField(0);
                String wrong = difference(row, ours.getOrDefault(id, new double[0]));
                if (!wrong.isEmpty()) {
                    mismatches.add(id + wrong);
                    assertThat(wrong).as("transaction %s", id).doesNotContain("terminal", "request");
                    assertThat(inSecond.get(secondOf.get(id)))
                            .as("transactions of customer %s: %s%s", secondOf.get(id), id, wrong)
                            .isGreaterThan(1);
                }
            });
        }
        assertThat(ours).hasSize(rows[0]);
        assertThat(mismatches).hasSizeLessThanOrEqualTo(MOST_TIES);
    }

    private static Map<String, double[]> backfill(Path raw) throws IOException {
        FeatureDefinition definition = FraudPipeline.definition();
        Map<String, double[]> rows = new HashMap<>();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                double[] values = new double[vector.size()];
                Arrays.setAll(values, i -> vector.isMissing(i) ? Double.NaN : vector.valueAt(i));
                rows.put(id, values);
            }

            @Override
            public void close() {}
        };
        Map<String, Path> files = Map.of("transactions", raw, "labels", raw);
        BackfillResult result = new FileBackfill(EventFiles.CSV, 1)
                .run(definition, VectorPlan.of(definition, FEATURES), files, sink, 4, Progress.NONE);
        System.out.printf("%s: %.0f rows/s%n", result, result.rows() / result.seconds());
        assertThat(result.rows()).isEqualTo(rows.size());
        assertThat(result.late()).isEqualTo(Map.of("transactions", 0L, "labels", 0L));
        assertThat(result.refused()).isEqualTo(Map.of("transactions", 0L, "labels", 0L));
        return rows;
    }

    /** What differs, feature by feature; empty when nothing does. */
    private static String difference(NamedCsvRecord expected, double[] got) {
        StringBuilder wrong = new StringBuilder();
        for (int i = 0; i < FEATURES.size(); i++) {
            double wanted = Double.parseDouble(expected.getField(i + 1));
            double tolerance = FEATURES.get(i).contains("mean") ? 1e-9 * Math.max(1, wanted) : 0;
            if (!(Math.abs(got[i] - wanted) <= tolerance)) {
                wrong.append(", ")
                        .append(FEATURES.get(i))
                        .append(" is ")
                        .append(got[i])
                        .append(", not ")
                        .append(wanted);
            }
        }
        return wrong.toString();
    }

    private static void join(List<Path> gzipped, Path into) throws IOException {
        List<InputStream> parts = new ArrayList<>();
        for (Path file : gzipped) {
            InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
            boolean header = !parts.isEmpty(); // of all files, one header stays
            while (header) {
                header = in.read() != '\n';
            }
            parts.add(in);
        }
        try (InputStream all = new SequenceInputStream(Collections.enumeration(parts))) {
            Files.copy(all, into);
        }
    }

    private static void read(Path file, Consumer<NamedCsvRecord> rows) throws IOException {
        boolean gzipped = file.toString().endsWith(".gz");
        try (InputStream in = Files.newInputStream(file);
                CsvReader<NamedCsvRecord> reader =
                        CsvReader.builder().ofNamedCsvRecord(gzipped ? new GZIPInputStream(in, 1 << 16) : in)) {
            reader.forEach(rows);
        }
    }
}
