package io.streamgauge.examples.chaos;

import io.streamgauge.app.generator.DistributionShift;
import io.streamgauge.app.generator.GeneratedHistory;
import io.streamgauge.app.generator.GeneratorConfig;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvEvents;
import io.streamgauge.store.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Two weeks of simulated transactions that drift from the ninth day on, and a last event of each of many customers weeks
 * later, which ends all windows of drift.
 */
final class ChaosHistory {

    static final int DAYS = 14;
    /** Of its last day. */
    static final Instant END = Instant.parse("2018-04-15T00:00:00Z");

    private static final int DRIFT_FROM_DAY = 8;
    private static final int PER_CUSTOMER_AND_DAY = 2;
    private static final int CLOSING = 200;
    private static final String CLOSING_TIME = "2018-06-15 00:00:";
    private static final int ID = 0;
    private static final int TIME = 1;

    private final Path main;
    private final Path closing;
    private final List<String> ids;
    private final int count;

    private ChaosHistory(Path main, Path closing, List<String> ids, int count) {
        this.main = main;
        this.closing = closing;
        this.ids = ids;
        this.count = count;
    }

    /** Of so many events before the closing ones, at the most. */
    static ChaosHistory generate(Path folder, long seed, int events) throws IOException {
        return generate(
                folder, seed, events, Math.max(CLOSING, 1 + events * 21 / (20 * DAYS * PER_CUSTOMER_AND_DAY)), DAYS);
    }

    /** Of so many customers over so many days instead, however many that takes; the last events are not closing then. */
    static ChaosHistory generate(Path folder, long seed, int events, int customers, int days) throws IOException {
        Path all = folder.resolve("generated.csv");
        GeneratedHistory.writeCsv(
                new TransactionGenerator(GeneratorConfig.ofSize(seed, customers, 2 * customers)
                        .withShift(DistributionShift.onDay(DRIFT_FROM_DAY))),
                days,
                all);
        List<String> rows = Files.readAllLines(all);
        String header = rows.get(0);
        // Every day loses the same share, so that the last day is as full as the first.
        List<String> kept = thinned(rows.subList(1, rows.size()), events);
        List<String> ids = new ArrayList<>();
        kept.forEach(row -> ids.add(cell(row, ID)));
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < CLOSING; i++) {
            List<String> cells = new ArrayList<>(List.of(kept.get(i).split(",", -1)));
            cells.set(ID, "closing-" + i);
            cells.set(TIME, CLOSING_TIME + String.format("%02d", i % 60));
            ends.add(String.join(",", cells));
            ids.add("closing-" + i);
        }
        return new ChaosHistory(
                write(folder.resolve("transactions.csv"), header, kept),
                write(folder.resolve("closing.csv"), header, ends),
                List.copyOf(ids),
                kept.size());
    }

    private static List<String> thinned(List<String> rows, int count) {
        if (rows.size() <= count) {
            return rows;
        }
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            kept.add(rows.get((int) ((long) i * rows.size() / count)));
        }
        return kept;
    }

    private static String cell(String row, int column) {
        return row.split(",", -1)[column];
    }

    private static Path write(Path file, String header, List<String> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(header);
        lines.addAll(rows);
        return Files.write(file, lines);
    }

    /** Events before the closing ones. */
    int count() {
        return count;
    }

    /** Ids of all events in order, the closing ones last. */
    List<String> ids() {
        return ids;
    }

    /** The rows before the closing ones, which are both transactions and their labels. */
    Path file() {
        return main;
    }

    /** All events of a source in order, the closing ones last. */
    List<Event> events(SourceDefinition source) throws IOException {
        List<Event> events = new ArrayList<>();
        for (Path file : List.of(main, closing)) {
            try (CsvEvents rows = CsvEvents.open(file, source)) {
                rows.forEachRemaining(events::add);
            }
        }
        return events;
    }
}
