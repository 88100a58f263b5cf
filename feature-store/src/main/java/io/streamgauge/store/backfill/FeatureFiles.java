package io.streamgauge.store.backfill;

import io.streamgauge.store.event.FieldType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Files that features are written to, by the end of their names. */
public final class FeatureFiles {

    private FeatureFiles() {}

    /** A file of numbers; otherwise {@link #create(Path, String, String, List, List)}. */
    public static FeatureSink create(Path file, String idName, String timeName, List<String> names) throws IOException {
        return create(file, idName, timeName, names, Collections.nCopies(names.size(), FieldType.DOUBLE));
    }

    /**
     * A file to be: rows go to one beside it, which takes its place once the sink is finished and closed. Until then, and
     * when that never comes, a file of this name stays as it was.
     *
     * @param idName column of event ids
     * @param timeName column of event times
     * @param names columns of features
     * @param types of the columns, as {@link io.streamgauge.store.vector.VectorPlan#types} has them
     * @throws IllegalArgumentException when the name ends in neither {@code .csv} nor {@code .parquet}
     */
    public static FeatureSink create(
            Path file, String idName, String timeName, List<String> names, List<FieldType> types) throws IOException {
        String name = file.toString();
        if (name.endsWith(".csv")) {
            return StagedFeatureSink.of(file, staged -> new CsvFeatureSink(staged, idName, timeName, names));
        }
        if (name.endsWith(".parquet")) {
            return StagedFeatureSink.of(file, staged -> new ParquetFeatureSink(staged, idName, timeName, names, types));
        }
        throw new IllegalArgumentException("features go to a file named *.csv or *.parquet, not " + file);
    }
}
