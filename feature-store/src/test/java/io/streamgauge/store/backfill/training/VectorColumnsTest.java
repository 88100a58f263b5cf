package io.streamgauge.store.backfill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors in training sets: a list column each, or a column per element. */
class VectorColumnsTest {

    private static final List<String> WANTED = List.of("embedding", "reader.*");

    @TempDir
    private Path directory;

    private final FeatureDefinition definition = definition();
    private Path pages = Path.of("");
    private Path labels = Path.of("");

    private static FeatureDefinition definition() {
        ConfigNode root = YamlDocument.parse("p.yaml", """
                sources:
                  pages:
                    topic: pages
                    id: id
                    time: time
                    fields: {id: string, time: timestamp, reader: string, embedding: vector(2)}
                features:
                  reader:
                    entity: reader
                    from: pages
                    windows: [1h, 7d]
                    aggregates:
                      n: count
                      usual: {of: mean(embedding), include_current: false}
                """);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "pages", problems);
        problems.throwIfAny();
        return new FeatureDefinition("books", sources, "pages", features.views(), features.expressions());
    }

    @BeforeEach
    void files() throws IOException {
        pages = Files.writeString(directory.resolve("pages.csv"), """
                id,time,reader,embedding
                1,2026-05-04T10:00:00Z,r,"[1, 2]"
                2,2026-05-04T10:30:00Z,r,
                3,2026-05-04T13:00:00Z,r,"[0.1, 0.2]"
                """);
        labels = Files.writeString(directory.resolve("labels.csv"), "id,liked\n1,true\n2,false\n3,true\n");
    }

    @Test
    void aVectorIsAListAndNullWhereAllOfItIsMissing() throws IOException {
        Path file = write(true);

        List<Map<String, @Nullable String>> rows = TestingTrainingSet.read(file);

        assertThat(rows.get(0).keySet())
                .containsExactly(
                        "id",
                        "time",
                        "liked",
                        "embedding",
                        "reader.n_1h",
                        "reader.n_7d",
                        "reader.usual_1h",
                        "reader.usual_7d");
        assertThat(rows).extracting(row -> row.get("embedding")).containsExactly("[1.0, 2.0]", null, "[0.1, 0.2]");
        assertThat(rows).extracting(row -> row.get("reader.usual_1h")).containsExactly(null, "[1.0, 2.0]", null);
        assertThat(rows)
                .extracting(row -> row.get("reader.usual_7d"))
                .containsExactly(null, "[1.0, 2.0]", "[1.0, 2.0]");
        try (Table table = Table.open(file)) {
            assertThat(table.columns()).contains(new Table.Column("reader.usual_7d", ColumnType.NUMBERS));
        }
    }

    @Test
    void aListHasWhatItsElementsHaveAsColumns() throws IOException {
        List<Map<String, @Nullable String>> lists = TestingTrainingSet.read(write(true));
        List<Map<String, @Nullable String>> columns = TestingTrainingSet.read(write(false));

        for (int i = 0; i < lists.size(); i++) {
            for (String name : List.of("embedding_%d", "reader.usual_%d_1h", "reader.usual_%d_7d")) {
                String first = columns.get(i).get(name.formatted(0));
                String second = columns.get(i).get(name.formatted(1));
                assertThat(lists.get(i).get(name.replace("_%d", "")))
                        .isEqualTo(first == null && second == null ? null : "[" + first + ", " + second + "]");
            }
        }
    }

    @Test
    void bothAreCheckedToTheBit() throws IOException {
        for (boolean lists : List.of(true, false)) {
            assertThat(check(write(lists)).same()).isTrue();
        }
        Path file = write(true);
        Files.writeString(pages, Files.readString(pages).replace("\"[1, 2]\"", "\"[1, 2.0000000000000004]\""));

        TrainingSetCheck differs = check(file);

        assertThat(differs.same()).isFalse();
        assertThat(differs.columns())
                .filteredOn(column -> column.differing() > 0)
                .extracting(TrainingSetCheck.Checked::name)
                .containsExactly("embedding", "reader.usual_1h", "reader.usual_7d");
    }

    @Test
    void listsOfLabelsAreKept() throws IOException {
        Path lists = write(true);
        Path again = directory.resolve("again.parquet");
        new TestingTrainingSet(definition, directory)
                .write(
                        List.of("reader.n_7d"),
                        Map.of("pages", List.of(pages)),
                        lists,
                        TestingTrainingSet.byEvent("embedding"),
                        again);

        assertThat(TestingTrainingSet.read(again))
                .extracting(row -> row.get("embedding"))
                .containsExactly("[1.0, 2.0]", null, "[0.1, 0.2]");
        assertThatThrownBy(() -> new TestingTrainingSet(definition, directory)
                        .write(
                                WANTED,
                                Map.of("pages", List.of(pages)),
                                lists,
                                TestingTrainingSet.byEvent("embedding"),
                                again))
                .hasMessage("label column 'embedding' has the name of a vector among the features; choose the label"
                        + " columns without it");
    }

    @Test
    void anElementThatIsMissingIsNullInTheList() {
        List<@Nullable Double> numbers = NumberLists.parse("[0.5, null, -0.0]");
        assertThat(numbers).containsExactly(0.5, null, -0.0);
        assertThat(NumberLists.text(numbers)).isEqualTo("[0.5, null, -0.0]");
    }

    private Path write(boolean lists) throws IOException {
        Path out = directory.resolve(lists ? "lists.parquet" : "columns.parquet");
        try (TrainingRows rows = new ParquetTrainingRows(out)) {
            join(rows, lists);
        }
        return out;
    }

    private TrainingSetCheck check(Path file) throws IOException {
        try (TrainingSetCheck rows = new TrainingSetCheck(file)) {
            join(rows, true);
            return rows;
        }
    }

    private void join(TrainingRows rows, boolean lists) throws IOException {
        NeededFeatures needed = new NeededFeatures(definition, WANTED);
        LabelFile wanted = new LabelFile(labels, needed, TestingTrainingSet.byEvent("liked"));
        TrainingSet set = new TrainingSet(needed, wanted, rows, lists);
        Map<String, History> histories =
                Map.of("pages", new FileHistory(definition.source("pages"), List.of(pages), new TableEvents(), 1));
        Path scratch = Files.createTempDirectory(directory, "scratch");
        new PointInTimeJoin(needed.definition(), scratch, 1, 1, Progress.NONE).run(histories, wanted, set);
        set.finish(Map.of());
    }
}
