package io.streamgauge.store.backfill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows of a table, from CSV and from Parquet, are in force and deleted at the same moments. */
class TableFilesTest {

    private static final String DOCUMENT = """
            sources:
              payments:
                topic: payments
                id: id
                time: at
                fields: {id: string, at: timestamp, merchant: string, amount: double}
              merchants:
                topic: merchants
                table: true
                key: merchant
                time: TIME
                fields: {merchant: string, FIELD category: string}
                csv: {CSV}
            features:
              merchant:
                entity: merchant
                from: merchants
                lookup: [category]
            """;

    private static final FeatureDefinition OF_RECORD =
            definition("record", "", "record_time: updated_at, deleted: gone");
    private static final FeatureDefinition OF_FIELD =
            definition("updated_at", "updated_at: timestamp,", "deleted: gone");

    /** The last one's category is filled, and counts for nothing. */
    private static final List<String> ROWS = List.of(
            "m1,food,2026-02-01T00:00:00Z,false",
            "m2,fuel,2026-02-01T00:00:00Z,false",
            "m1,casino,2026-04-01T00:00:00Z,false",
            "m2,ghost,2026-04-01T00:00:00Z,true",
            "m3,ghost,2026-04-01T00:00:00Z,true");

    private static final String MOMENTS = """
            merchant,event_timestamp
            m1,2026-01-01T00:00:00Z
            m1,2026-03-01T00:00:00Z
            m1,2026-05-01T00:00:00Z
            m2,2026-03-01T00:00:00Z
            m2,2026-05-01T00:00:00Z
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void aRowHasTheTimeOfItsRecord() throws Exception {
        assertThat(categories(OF_RECORD, csv())).containsExactly(null, "food", "casino", "fuel", null);
        assertThat(categories(OF_RECORD, parquet("binary updated_at (STRING)")))
                .containsExactly(null, "food", "casino", "fuel", null);
        assertThat(categories(OF_RECORD, parquet("int64 updated_at (TIMESTAMP(MICROS,true))")))
                .containsExactly(null, "food", "casino", "fuel", null);
    }

    @Test
    void aRowIsDeletedWhereItsTimeIsAField() throws Exception {
        assertThat(categories(OF_FIELD, csv())).containsExactly(null, "food", "casino", "fuel", null);
        assertThat(categories(OF_FIELD, parquet("binary updated_at (STRING)")))
                .containsExactly(null, "food", "casino", "fuel", null);
    }

    @Test
    void aFileThatGivesNoTimeIsRefused() throws Exception {
        Path file = parquet("binary updated_at (STRING)");
        assertThatThrownBy(() -> categories(definition("record", "", "deleted: gone"), file))
                .hasStackTraceContaining("csv: {record_time: updated_at}");
        assertThatThrownBy(() -> categories(definition("record", "", "record_time: upd, deleted: gone"), file))
                .hasStackTraceContaining("no column 'upd' for field 'record_time'");
        assertThatThrownBy(() -> categories(definition("record", "", "record_time: updated_at, deleted: away"), file))
                .hasStackTraceContaining("no column 'away' for field 'deleted'");
    }

    @Test
    void aSnapshotLeavesOutWhatIsDeleted() throws Exception {
        Path file = csv();
        assertThat(entities(file, "2026-01-01T00:00:00Z")).isZero();
        assertThat(entities(file, "2026-03-01T00:00:00Z")).as("m1 and m2").isEqualTo(2);
        assertThat(entities(file, "2026-05-01T00:00:00Z")).as("m1").isEqualTo(1);
    }

    private long entities(Path file, String moment) throws IOException {
        FileHistory history = new FileHistory(OF_RECORD.source("merchants"), List.of(file), new TableEvents(), 1);
        return EntityRows.of(
                        OF_RECORD,
                        OF_RECORD.views().get(0),
                        history,
                        Instant.parse(moment).toEpochMilli())
                .rows();
    }

    private List<@Nullable String> categories(FeatureDefinition definition, Path rows) throws IOException {
        Path moments = Files.writeString(temp.resolve("moments.csv"), MOMENTS);
        Path out = Files.createTempFile(temp, "out", ".parquet");
        Files.delete(out);
        new TestingTrainingSet(definition, temp)
                .write(
                        List.of("merchant.category"),
                        Map.of("merchants", List.of(rows)),
                        moments,
                        TestingTrainingSet.byEntity(),
                        out);
        List<@Nullable String> categories = new ArrayList<>();
        TestingTrainingSet.read(out).forEach(row -> categories.add(row.get("merchant.category")));
        return categories;
    }

    private Path csv() throws IOException {
        return Files.writeString(
                temp.resolve("rows.csv"), "merchant,category,updated_at,gone\n" + String.join("\n", ROWS) + "\n");
    }

    private Path parquet(String time) throws IOException {
        Path file = Files.createTempFile(temp, "rows", ".parquet");
        Files.delete(file);
        MessageType type = MessageTypeParser.parseMessageType("message rows { optional binary merchant (STRING);"
                + " optional binary category (STRING); optional " + time + "; optional boolean gone; }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .build()) {
            for (String row : ROWS) {
                String[] cells = row.split(",", -1);
                SimpleGroup group = new SimpleGroup(type);
                group.add("merchant", cells[0]);
                group.add("category", cells[1]);
                if (time.startsWith("int64")) {
                    group.add("updated_at", Instant.parse(cells[2]).toEpochMilli() * 1_000);
                } else {
                    group.add("updated_at", cells[2]);
                }
                group.add("gone", Boolean.parseBoolean(cells[3]));
                writer.write(group);
            }
        }
        return file;
    }

    private static FeatureDefinition definition(String time, String field, String csv) {
        ConfigNode root = YamlDocument.parse(
                "test.yaml",
                DOCUMENT.replace("TIME", time).replace("FIELD", field).replace("CSV", csv));
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "payments", problems);
        problems.throwIfAny();
        return new FeatureDefinition("test", sources, "payments", features.views(), features.expressions());
    }
}
