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
}
