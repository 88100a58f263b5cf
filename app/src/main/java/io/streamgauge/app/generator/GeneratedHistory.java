package io.streamgauge.app.generator;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPOutputStream;

/**
 * Simulated transactions as a file with the handbook's columns, so that replay, backfill and training read them as they
 * read any other history.
 */
public final class GeneratedHistory {

    private static final String HEADER = "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_TIME_SECONDS,"
            + "TX_TIME_DAYS,TX_FRAUD,TX_FRAUD_SCENARIO\n";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private GeneratedHistory() {}

    /**
     * Writes days {@code 0} to {@code days - 1}; compressed when the file's name ends in {@code .gz}.
     *
     * @return how many transactions were written
     */
    public static long writeCsv(TransactionGenerator generator, int days, Path file) throws IOException {
        long written = 0;
        try (BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(open(file), StandardCharsets.UTF_8))) {
            writer.write(HEADER);
            for (int day = 0; day < days; day++) {
                for (Transaction transaction : generator.day(day)) {
                    writer.write(line(transaction, generator.startMs(0)));
                    written++;
                }
            }
        }
        return written;
    }

    private static OutputStream open(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
    }

    private static String line(Transaction transaction, long startMs) {
        long seconds = (transaction.timeMs() - startMs) / 1_000;
        return String.join(
                        ",",
                        transaction.id(),
                        TIME.format(Instant.ofEpochMilli(transaction.timeMs())),
                        transaction.customerId(),
                        transaction.terminalId(),
                        Double.toString(transaction.amount()),
                        Long.toString(seconds),
                        Long.toString(seconds / 86_400),
                        transaction.fraud() ? "1" : "0",
                        Integer.toString(transaction.scenario().code()))
                + "\n";
    }
}
