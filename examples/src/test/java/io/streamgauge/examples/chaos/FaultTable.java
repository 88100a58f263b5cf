package io.streamgauge.examples.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was injected and what it cost, as a table that is printed and kept in {@code target/chaos.md}. */
final class FaultTable {

    private static final Path FILE = Path.of("target", "chaos.md");
    private static final String HEADER = """
            | fault | injected | events | lost | duplicated | wrong | drift verdicts | recovery p50 | recovery max |
            |---|---|---|---|---|---|---|---|---|
            """;

    private FaultTable() {}

    /**
     * Adds a row and prints it.
     *
     * @param verdicts what became of the drift job's verdicts; a dash where there are none
     * @param recoveries from each fault until every event published by then had been scored
     */
    static void add(
            String fault,
            int injected,
            int events,
            Predicted.Differences differences,
            String verdicts,
            List<Duration> recoveries) {
        List<Duration> sorted = new ArrayList<>(recoveries);
        sorted.sort(null);
        add(String.format(
                Locale.ROOT,
                "| %s | %d | %,d | %d | %d | %d | %s | %s | %s |\n",
                fault,
                injected,
                events,
                differences.lost(),
                differences.duplicated(),
                differences.wrong(),
                verdicts,
                sorted.isEmpty() ? "-" : seconds(sorted.get((sorted.size() - 1) / 2)),
                sorted.isEmpty() ? "-" : seconds(sorted.get(sorted.size() - 1))));
    }

    private static synchronized void add(String row) {
        System.out.print("\n" + HEADER + row + "\n");
        append(Files.exists(FILE) ? row : HEADER + row);
    }

    /** Prints what fits no row, and keeps it beside the table. */
    static synchronized void note(String text) {
        System.out.println("\n" + text);
        append("\n" + text + "\n");
    }

    private static void append(String text) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }
}
