package io.streamgauge.store.backfill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files that features are written to, by the end of their names. */
public final class FeatureFiles {

    private FeatureFiles() {}

    /**
     * Creates a file, or empties it.
     *
     * @param idName column of event ids
     * @param timeName column of event times
     * @param names columns of features
     * @throws IllegalArgumentException when the name ends in neither {@code .csv} nor {@code .parquet}
     */
    public static FeatureSink create(Path file, String idName, String timeName, List<String> names) throws IOException {
        String name = file.toString();
        if (name.endsWith(".csv")) {
            return new CsvFeatureSink(file, idName, timeName, names);
        }
        if (name.endsWith(".parquet")) {
            return new ParquetFeatureSink(file, idName, timeName, names);
        }
        throw new IllegalArgumentException("features go to a file named *.csv or *.parquet, not " + file);
    }
}
