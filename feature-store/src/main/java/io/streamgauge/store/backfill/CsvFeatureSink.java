package io.streamgauge.store.backfill;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Features as CSV: id, event time (2018-04-01T00:00:31Z), then one column per feature. Numbers are in the shortest form
 * that reads back to the same bits; a missing value is an empty cell.
 */
final class CsvFeatureSink implements FeatureSink {

    private final CsvWriter writer;
    private final String[] cells;

    CsvFeatureSink(Path file, String idName, String timeName, List<String> names) throws IOException {
        writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file, StandardCharsets.UTF_8);
        cells = new String[names.size() + 2];
        List<String> header = new ArrayList<>(List.of(idName, timeName));
        header.addAll(names);
        writer.writeRecord(header);
    }

    @Override
    public void write(String id, long timeMs, FeatureValues vector) {
        cells[0] = id;
        cells[1] = Instant.ofEpochMilli(timeMs).toString();
        for (int i = 0; i < vector.size(); i++) {
            cells[i + 2] = vector.isMissing(i) ? "" : Double.toString(vector.valueAt(i));
        }
        writer.writeRecord(cells);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
