package io.streamgauge.app.run;

import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.app.generator.GeneratedHistory;
import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.TransactionGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A month of a few customers' transactions as files, in the handbook's columns. */
public final class TestingHistory {

    private static final int EVERY_NTH_CUSTOMER = 58;

    private final String header;
    private final List<String> rows;

    private TestingHistory(String header, List<String> rows) {
        this.header = header;
        this.rows = rows;
    }

    /** 4,803 rows of the handbook's April where the project's data lies beside the checkout, else generated ones. */
    public static TestingHistory aMonth(Path temp) throws IOException {
        Path handbook = TestingPipelines.repository().resolve("../shared/data/fraud-handbook/raw-2018-04.csv.gz");
        return Files.exists(handbook) ? ofHandbook(handbook) : generated(temp, 90, 30);
    }

    /** Seeded ones. */
    public static TestingHistory generated(Path temp, int customers, int days) throws IOException {
        Path file = temp.resolve("generated.csv");
        GeneratedHistory.writeCsv(
                new TransactionGenerator(GeneratorConfig.ofSize(7, customers, customers)), days, file);
        List<String> lines = Files.readAllLines(file);
        return new TestingHistory(lines.get(0), lines.subList(1, lines.size()));
    }

    private static TestingHistory ofHandbook(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            String header = lines.readLine();
            List<String> rows = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Integer.parseInt(line.split(",", -1)[2]) % EVERY_NTH_CUSTOMER == 0) {
                    rows.add(line);
                }
            }
            return new TestingHistory(header, rows);
        }
    }

    public int size() {
        return rows.size();
    }

    /** Rows from {@code first} up to but not including {@code end}, as a file. */
    public Path file(Path folder, String name, int first, int end) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(header);
        lines.addAll(rows.subList(first, end));
        return Files.write(folder.resolve(name), lines);
    }
}
