package io.streamgauge.store.backfill;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Features as CSV: id, event time (2018-04-01T00:00:31Z), then one column per feature. Numbers are in the shortest form
 * that reads back to the same bits; a missing value is an empty cell, and a text of length 0 is one in quotes.
 */
final class CsvFeatureSink implements FeatureSink {

    private final CsvWriter writer;
    private final @Nullable String[] cells;

    CsvFeatureSink(Path file, String idName, String timeName, List<String> names) throws IOException {
        writer = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .build(file, StandardCharsets.UTF_8);
        cells = new @Nullable String[names.size() + 2];
        List<String> header = new ArrayList<>(List.of(idName, timeName));
        header.addAll(names);
        writer.writeRecord(header);
    }

    @Override
    public void write(String id, long timeMs, FeatureValues vector) {
        cells[0] = id;
        cells[1] = Instant.ofEpochMilli(timeMs).toString();
        for (int i = 0; i < vector.size(); i++) {
            cells[i + 2] = cell(vector, i);
        }
        writer.writeRecord(cells);
    }

    private static @Nullable String cell(FeatureValues vector, int index) {
        String text = vector.textAt(index);
        if (text != null) {
            return text;
        }
        return vector.isMissing(index) ? null : Double.toString(vector.valueAt(index));
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
