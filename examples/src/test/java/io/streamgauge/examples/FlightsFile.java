package io.streamgauge.examples;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** The flights of the published file as the events of {@code flights/pipeline.yaml}. */
final class FlightsFile {

    private static final List<String> HEADER =
            List.of("id", "time", "tail", "origin", "dep_delay", "arr_delay", "distance");

    private FlightsFile() {}

    /**
     * Writes the events, without flights that have no tail number.
     *
     * @param carriers of these alone; of all when empty
     * @param byDeparture whether to sort by planned departure; else they stay in the file's order
     */
    static void write(Path published, Set<String> carriers, boolean byDeparture, Path to) throws IOException {
        List<Flight> flights = read(published, carriers);
        if (byDeparture) {
            flights.sort(Comparator.comparing(Flight::time)); // stable
        }
        try (CsvWriter writer = CsvWriter.builder().build(to)) {
            writer.writeRecord(HEADER);
            flights.forEach(flight -> writer.writeRecord(flight.cells()));
        }
    }

    private static List<Flight> read(Path published, Set<String> carriers) throws IOException {
        List<Flight> flights = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(published), 1 << 16);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(in)) {
            int row = 0;
            for (NamedCsvRecord cells : rows) {
                if (!cells.getField("tailNum").isEmpty()
                        && (carriers.isEmpty() || carriers.contains(cells.getField("uniqueCarrier")))) {
                    flights.add(flight(row, cells));
                }
                row++;
            }
        }
        return flights;
    }

    private static Flight flight(int row, NamedCsvRecord cells) {
        LocalDateTime time = departure(cells);
        return new Flight(time, new String[] {
            Integer.toString(row),
            time.toString(),
            cells.getField("tailNum"),
            cells.getField("origin"),
            cells.getField("depDelay"),
            cells.getField("arrDelay"),
            cells.getField("distance")
        });
    }

    /** Hour and minute are one number: 735 for 7:35, 5 for 0:05. */
    private static LocalDateTime departure(NamedCsvRecord cells) {
        int clock = number(cells, "crsDepTime");
        return LocalDateTime.of(
                number(cells, "year"), number(cells, "month"), number(cells, "dayOfMonth"), clock / 100, clock % 100);
    }

    private static int number(NamedCsvRecord cells, String column) {
        return Integer.parseInt(cells.getField(column));
    }

    @SuppressWarnings("ArrayRecordComponent") // written and forgotten, never compared
    private record Flight(LocalDateTime time, String[] cells) {}
}
