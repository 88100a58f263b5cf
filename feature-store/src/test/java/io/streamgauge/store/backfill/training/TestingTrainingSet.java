package io.streamgauge.store.backfill.training;

import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes training sets of small files, and reads them again. */
record TestingTrainingSet(FeatureDefinition definition, Path directory, int partitions, int buckets) {

    TestingTrainingSet(FeatureDefinition definition, Path directory) {
        this(definition, directory, 1, 3);
    }

    static LabelFile.Choice byEvent(String... columns) {
        return new LabelFile.Choice(true, Optional.empty(), LabelFile.Choice.TIME_COLUMN, "iso", List.of(columns));
    }

    static LabelFile.Choice byEntity() {
        return new LabelFile.Choice(false, Optional.empty(), LabelFile.Choice.TIME_COLUMN, "iso", List.of());
    }

    /** Writes a training set; returns what it says of the label rows without event. */
    long write(List<String> features, Map<String, List<Path>> inputs, Path labels, LabelFile.Choice choice, Path out)
            throws IOException {
        try (TrainingRows rows = new ParquetTrainingRows(out)) {
            return join(features, inputs, labels, choice, rows);
        }
    }

    /** Compares a training set with what this would write. */
    TrainingSetCheck check(
            List<String> features, Map<String, List<Path>> inputs, Path labels, LabelFile.Choice choice, Path file)
            throws IOException {
        try (TrainingSetCheck rows = new TrainingSetCheck(file)) {
            join(features, inputs, labels, choice, rows);
            return rows;
        }
    }

    private long join(
            List<String> features,
            Map<String, List<Path>> inputs,
            Path labels,
            LabelFile.Choice choice,
            TrainingRows rows)
            throws IOException {
        NeededFeatures needed = new NeededFeatures(definition, features);
        LabelFile wanted = new LabelFile(labels, needed, choice);
        TrainingSet set = new TrainingSet(needed, wanted, rows);
        Map<String, History> histories = new LinkedHashMap<>();
        inputs.forEach((source, files) -> histories.put(
                source, new FileHistory(definition.source(source), files, new TableEvents(), partitions)));
        Path scratch = Files.createTempDirectory(directory, "scratch");
        new PointInTimeJoin(needed.definition(), scratch, buckets, 2, Progress.NONE).run(histories, wanted, set);
        set.finish(Map.of("streamgauge.rows", Long.toString(set.rows())));
        try (var left = Files.list(scratch)) {
            assert left.allMatch(file -> file.getFileName().toString().startsWith("rows-")) : "only the result is left";
        }
        return set.unmatched();
    }

    /** The rows of a table, by column; a missing cell is null. */
    static List<Map<String, @Nullable String>> read(Path file) throws IOException {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (Table table = Table.open(file)) {
            while (table.next()) {
                Map<String, @Nullable String> row = new LinkedHashMap<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    row.put(table.columns().get(i).name(), table.cell(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
