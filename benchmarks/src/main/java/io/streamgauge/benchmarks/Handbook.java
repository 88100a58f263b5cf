package io.streamgauge.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** One month of the fraud-detection handbook: its transactions, and the features its authors computed for them. */
final class Handbook {

    /** Our names for the authors' columns, in the order of their file. */
    static final List<String> FEATURES = List.of(
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

    private final Path folder;
    private final String month;

    Handbook(Path folder, String month) {
        this.folder = folder;
        this.month = month;
    }

    Path transactions() {
        return folder.resolve("raw-" + month + ".csv.gz");
    }

    /** All three months' transactions as one file, with one header. */
    Path quarter(Path into) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(into)) {
            boolean first = true;
            for (String each : List.of("2018-04", "2018-05", "2018-06")) {
                try (BufferedReader in = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(folder.resolve("raw-" + each + ".csv.gz"))), UTF_8))) {
                    String header = in.readLine();
                    if (first) {
                        out.write(header + "\n");
                        first = false;
                    }
                    in.transferTo(out);
                }
            }
        }
        return into;
    }

    boolean present() {
        return Files.isRegularFile(transactions());
    }

    /** The authors' features by transaction id, in the order of {@link #FEATURES}. */
    Map<String, double[]> features() throws IOException {
        Map<String, double[]> features = new HashMap<>();
        read(folder.resolve("features-" + month + ".csv.gz"), row -> {
            double[] values = new double[FEATURES.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.parseDouble(row.getField(i + 1));
            }
            features.put(row.getField(0), values);
        });
        return features;
    }

    /** Ids of transactions that share their second with another of the same customer; their order is anyone's guess. */
    Set<String> ties() throws IOException {
        Map<String, String> firstInSecond = new HashMap<>();
        Set<String> ties = new HashSet<>();
        read(transactions(), row -> {
            String second = row.getField("CUSTOMER_ID") + "@" + row.getField("TX_DATETIME");
            String other = firstInSecond.putIfAbsent(second, row.getField("TRANSACTION_ID"));
            if (other != null) {
                ties.add(other);
                ties.add(row.getField("TRANSACTION_ID"));
            }
        });
        return ties;
    }

    private static void read(Path file, Consumer<NamedCsvRecord> each) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(in)) {
            rows.forEach(each);
        }
    }
}
