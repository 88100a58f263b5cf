package io.streamgauge.store.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFilesTest {

    @TempDir
    Path directory;

    private Path write(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, "an older file");
        FeatureValues row = new FeatureValues(3);
        row.set(0, 0.1);
        row.set(1, Double.NaN);
        row.setMissing(2, ValueStatus.NOT_FOUND);
        try (FeatureSink sink = FeatureFiles.create(file, "id", "at", List.of("a", "b.c", "d"))) {
            sink.write("first, \"quoted\"", 1_522_540_831_000L, row);
            row.set(1, -0.0);
            sink.write("second", 1_522_540_831_001L, row);
            sink.finish();
        }
        return file;
    }

    @Test
    void csv() throws IOException {
        assertThat(Files.readString(write("features.csv"))).isEqualTo("""
                        id,at,a,b.c,d
                        "first, ""quoted\""",2018-04-01T00:00:31Z,0.1,NaN,
                        second,2018-04-01T00:00:31.001Z,0.1,-0.0,
                        """);
    }

    @Test
    void parquet() throws IOException {
        Path file = write("features.parquet");
        try (var rows = ParquetReader.streamContent(file.toFile(), new Lines())) {
            assertThat(rows)
                    .containsExactly(
                            "id=first, \"quoted\" at=1522540831000 a=0.1 b.c=NaN d=null",
                            "id=second at=1522540831001 a=0.1 b.c=-0.0 d=null");
        }
        assertThat(ParquetReader.readMetadata(file.toFile())
                        .getFileMetaData()
                        .getSchema()
                        .toString())
                .isEqualTo("""
                        message features {
                          required binary id (STRING);
                          required int64 at (TIMESTAMP(MILLIS,true));
                          optional double a;
                          optional double b.c;
                          optional double d;
                        }
                        """);
    }

    private Path writeTexts(String name) throws IOException {
        Path file = directory.resolve(name);
        FeatureValues row = new FeatureValues(3);
        row.set(0, 1);
        row.set(1, "a, \"b\"");
        row.set(2, "");
        List<FieldType> types = List.of(FieldType.DOUBLE, FieldType.STRING, FieldType.STRING);
        try (FeatureSink sink = FeatureFiles.create(file, "id", "at", List.of("n", "t", "u"), types)) {
            sink.write("first", 0, row);
            row.setMissing(1, ValueStatus.NOT_FOUND);
            row.set(2, "café");
            sink.write("second", 0, row);
            sink.finish();
        }
        return file;
    }

    @Test
    void textsInCsv() throws IOException {
        assertThat(Files.readString(writeTexts("texts.csv")).lines())
                .containsExactly(
                        "id,at,n,t,u",
                        "first,1970-01-01T00:00:00Z,1.0,\"a, \"\"b\"\"\",\"\"",
                        "second,1970-01-01T00:00:00Z,1.0,,café");
    }

    @Test
    void textsInParquet() throws IOException {
        Path file = writeTexts("texts.parquet");
        try (var rows = ParquetReader.streamContent(file.toFile(), new Lines())) {
            assertThat(rows).containsExactly("id=first at=0 n=1.0 t=a, \"b\" u=", "id=second at=0 n=1.0 t=null u=café");
        }
        assertThat(ParquetReader.readMetadata(file.toFile())
                        .getFileMetaData()
                        .getSchema()
                        .toString())
                .contains("optional double n;", "optional binary t (STRING);");
    }

    @Test
    void whatEndsEarlyLeavesTheFileAsItWas() throws IOException {
        Path file = directory.resolve("features.csv");
        Files.writeString(file, "an older file");
        FeatureValues row = new FeatureValues(1);
        row.set(0, 1);
        try (FeatureSink sink = FeatureFiles.create(file, "id", "at", List.of("a"))) {
            sink.write("first", 0, row);
        }
        assertThat(Files.readString(file)).isEqualTo("an older file");
        try (FeatureSink sink = FeatureFiles.create(directory.resolve("new.parquet"), "id", "at", List.of("a"))) {
            sink.write("first", 0, row);
        }
        try (FeatureSink sink = FeatureFiles.create(file, "id", "at", List.of("a"))) {
            sink.write("first", 0, row);
            assertThat(Files.readString(file)).isEqualTo("an older file");
            sink.finish();
        }
        assertThat(Files.readString(file)).startsWith("id,at,a\nfirst,");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void namesWhatIsAllowed() {
        assertThatThrownBy(() -> FeatureFiles.create(directory.resolve("x.json"), "id", "at", List.of()))
                .hasMessageContaining("*.csv or *.parquet, not")
                .hasMessageContaining("x.json");
    }

    private static final class Lines implements Hydrator<List<String>, String, String[]> {

        @Override
        public List<String> start() {
            return new ArrayList<>();
        }

        @Override
        public List<String> add(List<String> cells, String[] path, @Nullable Object value) {
            cells.add(String.join("/", path) + "=" + value);
            return cells;
        }

        @Override
        public String finish(List<String> cells) {
            return String.join(" ", cells);
        }
    }
}
