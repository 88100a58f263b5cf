package io.streamgauge.app.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedHistoryTest {

    @TempDir
    Path folder;

    @Test
    void writesOneLinePerTransactionInTheHandbooksColumns() throws IOException {
        TransactionGenerator generator = new TransactionGenerator(GeneratorConfig.ofSize(5, 20, 30));
        Path file = folder.resolve("history.csv");

        long written = GeneratedHistory.writeCsv(generator, 3, file);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize((int) written + 1);
        assertThat(written).isEqualTo(generator.days(0, 3).count());
        assertThat(lines.get(0))
                .isEqualTo("TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_TIME_SECONDS,"
                        + "TX_TIME_DAYS,TX_FRAUD,TX_FRAUD_SCENARIO");
        assertThat(lines.subList(1, lines.size()))
                .allMatch(
                        line -> line.matches(
                                "[0-2]-\\d+,2018-04-0[1-3] \\d\\d:\\d\\d:\\d\\d,C\\d+,T\\d+,\\d+\\.\\d+,\\d+,[0-2],[01],[0-3]"));
    }

    @Test
    void compressesWhenTheNameSaysSo() throws IOException {
        TransactionGenerator generator = new TransactionGenerator(GeneratorConfig.ofSize(5, 20, 30));
        Path plain = folder.resolve("history.csv");
        Path compressed = folder.resolve("history.csv.gz");

        GeneratedHistory.writeCsv(generator, 2, plain);
        GeneratedHistory.writeCsv(generator, 2, compressed);

        try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(Files.readString(plain));
        }
    }
}
