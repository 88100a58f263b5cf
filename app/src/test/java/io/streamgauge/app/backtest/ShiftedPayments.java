package io.streamgauge.app.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Eight weeks of seeded payments for the quickstart's pipeline: 200 a day of 50 cards, and all amounts twice as high from one day on. */
public final class ShiftedPayments {

    /** When amounts rise. */
    public static final Instant CHANGE = Instant.parse("2026-05-24T00:00:00Z");

    private static final Instant START = Instant.parse("2026-04-06T00:00:00Z");
    private static final int DAYS = 56;
    private static final int PER_DAY = 200;
    private static final int CARDS = 50;

    private static final double FRAUD_FROM = 40;
    private static final double FRAUD_OF_HIGH = 0.6;
    private static final double FRAUD_OF_OTHERS = 0.04;

    private ShiftedPayments() {}

    /** Writes them; returns the file. */
    public static Path write(Path file) throws IOException {
        Random random = new Random(4);
        List<String> lines = new ArrayList<>(List.of("id,time,card,amount"));
        for (int i = 0; i < DAYS * PER_DAY; i++) {
            Instant time = START.plusSeconds(i * 86_400L / PER_DAY);
            double amount = Math.round(Math.exp(3 + 0.7 * random.nextGaussian()) * 100) / 100.0;
            lines.add(i + "," + time + ",4" + random.nextInt(CARDS) + ","
                    + (time.isBefore(CHANGE) ? amount : Math.round(200 * amount) / 100.0));
        }
        return Files.write(file, lines);
    }

    /**
     * Writes what became of the payments in a file, each told two days later: of amounts from 40 on more than half are fraud, and from
     * the change on as many of any others; one in twenty is never told. Returns the file of labels.
     */
    public static Path writeLabels(Path payments, Path file) throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>(List.of("id,time,fraud"));
        for (String payment : Files.readAllLines(payments).subList(1, DAYS * PER_DAY + 1)) {
            String[] cells = payment.split(",", -1);
            Instant time = Instant.parse(cells[1]);
            boolean high = time.isBefore(CHANGE) ? Double.parseDouble(cells[3]) >= FRAUD_FROM : random.nextInt(6) == 0;
            boolean fraud = random.nextDouble() < (high ? FRAUD_OF_HIGH : FRAUD_OF_OTHERS);
            if (random.nextInt(20) > 0) {
                lines.add(cells[0] + "," + time.plusSeconds(2 * 86_400) + "," + fraud);
            }
        }
        return Files.write(file, lines);
    }

    /**
     * The quickstart's document with labels, in a folder of its own.
     *
     * @param more lines of the source, of {@code labels} and of {@code drift.performance}, as a document has them
     */
    public static Path labelled(Path quickstart, Path document, List<String> more) throws IOException {
        Files.createDirectories(document.resolveSibling("model"));
        Files.copy(quickstart.resolveSibling("model/cards.onnx"), document.resolveSibling("model/cards.onnx"));
        String text = Files.readString(quickstart).replace("sources:\n", "sources:\n" + more(more, "  labels:"));
        return Files.writeString(document, text + more(more, "  performance:") + more(more, "labels:"));
    }

    private static String more(List<String> lines, String beginning) {
        return lines.stream()
                        .filter(line -> line.startsWith(beginning))
                        .findFirst()
                        .orElseThrow()
                + "\n";
    }
}
