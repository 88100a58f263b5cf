package io.streamgauge.store.backfill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training sets of a shop's small history: payments by card and shop, chargebacks two days behind. */
class PointInTimeJoinTest {

    private static final String YAML = """
            sources:
              payments:
                topic: payments
                format: json
                key: card
                id: id
                time: at
                lateness: 1h
                expect: ["amount >= 0.0"]
                fields: {id: string, at: timestamp, card: string, shop: long, amount: double}
              chargebacks:
                topic: chargebacks
                format: json
                id: id
                time: at
                lateness: 30d
                fields: {id: string, at: timestamp, shop: long, fraud: boolean}
            features:
              card:
                entity: card
                from: payments
                windows: [1d, 7d]
                aggregates:
                  n: count
                  total: sum(amount)
                  newest: last(amount)
                  earlier: {of: max(amount), include_current: false}
              shop:
                entity: shop
                from: chargebacks
                delay: %s
                windows: [7d]
                aggregates:
                  n: count
                  risk: {of: mean(fraud), default: 0}
              busy:
                entity: shop
                from: payments
                windows: [7d]
                aggregates:
                  mean_n: mean(card.n_1d)
              request:
                expressions:
                  big: "amount > 50.0"
                  ratio: "amount / card.total_7d"
            """;

    private static final List<String> ALL = List.of("amount", "request.*", "card.*", "shop.*", "busy.*");

    @TempDir
    private Path directory;

    private FeatureDefinition definition = definition("2d");
    private Path payments = Path.of("");
    private Path chargebacks = Path.of("");

    @BeforeEach
    void history() throws IOException {
        Random random = new Random(4);
        StringBuilder paid = new StringBuilder("id,at,card,shop,amount\n");
        StringBuilder back = new StringBuilder("id,at,shop,fraud\n");
        long start = Instant.parse("2026-05-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < 2_000; i++) {
            long late = random.nextInt(4) == 0 ? random.nextInt(5_000_000) : 0; // up to 83 minutes
            String at = Instant.ofEpochMilli(start + i * 600_000L - late).toString();
            String shop = random.nextInt(40) == 0 ? "" : Integer.toString(random.nextInt(7));
            paid.append(i)
                    .append(',')
                    .append(at)
                    .append(",c")
                    .append(random.nextInt(9))
                    .append(',')
                    .append(shop)
                    .append(',')
                    .append(random.nextInt(-2, 100))
                    .append('\n');
            back.append(i)
                    .append(',')
                    .append(at)
                    .append(',')
                    .append(shop)
                    .append(',')
                    .append(random.nextInt(2))
                    .append('\n');
        }
        payments = Files.writeString(directory.resolve("payments.csv"), paid);
        chargebacks = Files.writeString(directory.resolve("chargebacks.csv"), back);
    }

    private static FeatureDefinition definition(String delay) {
        ConfigNode root = YamlDocument.parse("test.yaml", YAML.formatted(delay));
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "payments", problems);
        problems.throwIfAny();
        return new FeatureDefinition("test", sources, "payments", features.views(), features.expressions());
    }

    private Map<String, List<Path>> inputs() {
        return Map.of("payments", List.of(payments), "chargebacks", List.of(chargebacks));
    }

    /** Whatever the number of buckets, an event has the features that the backfill gives it, to the bit. */
    @Test
    void eventsHaveTheFeaturesOfTheBackfill() throws IOException {
        VectorPlan plan = VectorPlan.ofColumns(definition, ALL);
        Path backfilled = directory.resolve("backfill.parquet");
        try (FeatureSink sink = FeatureFiles.create(backfilled, "id", "at", plan.names(), plan.types())) {
            new FileBackfill(EventFiles.CSV, 3)
                    .run(
                            definition,
                            plan,
                            Map.of("payments", payments, "chargebacks", chargebacks),
                            sink,
                            2,
                            Progress.NONE);
        }
        List<Map<String, @Nullable String>> expected = TestingTrainingSet.read(backfilled);
        assertThat(expected).hasSizeBetween(1_500, 1_999);
        for (int buckets : List.of(1, 5, 64)) {
            Path out = directory.resolve(buckets + ".parquet");
            TestingTrainingSet sets = new TestingTrainingSet(definition, directory, 3, buckets);
            long unmatched = sets.write(ALL, inputs(), payments, TestingTrainingSet.byEvent("card"), out);

            assertThat(unmatched).as("late and refused ones").isEqualTo(2_000 - expected.size());
            List<Map<String, @Nullable String>> rows = TestingTrainingSet.read(out);
            rows.forEach(row -> assertThat(row.remove("card")).isNotNull());
            assertThat(rows).isEqualTo(expected);
        }
    }

    /** A moment counts what had happened by then and could be known, in the order of event time, and nothing else. */
    @Test
    void momentsCountWhatHadHappened() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.csv"), """
                card,shop,amount,event_timestamp,bought,code
                c1,3,10,2026-05-03T00:00:00Z,true,007
                c1,3,10,2026-05-14T12:00:00Z,false,008
                c2,5,0.5,2026-05-09T00:00:00Z,,
                nobody,99,1,2026-05-09T00:00:00Z,true,1
                """);
        Path out = directory.resolve("set.parquet");

        new TestingTrainingSet(definition, directory).write(ALL, inputs(), labels, TestingTrainingSet.byEntity(), out);

        List<Map<String, @Nullable String>> rows = TestingTrainingSet.read(out);
        BruteForce past = new BruteForce(
                BruteForce.read(
                        payments, 3_600_000, row -> Double.parseDouble(row.get("amount")) >= 0), // of one partition
                BruteForce.read(chargebacks, Long.MAX_VALUE, row -> true));
        assertThat(rows).hasSize(4);
        for (Map<String, @Nullable String> row : rows) {
            long t = Long.parseLong(String.valueOf(row.get("event_timestamp")));
            assertThat(row.get("card.n_7d")).isEqualTo(past.count("card", row.get("card"), t, 7));
            assertThat(row.get("card.total_1d")).isEqualTo(past.total(row.get("card"), t, 1));
            assertThat(row.get("shop.n_7d")).isEqualTo(past.back(row.get("shop"), t, 7, 2));
        }
        assertThat(rows.get(0)).containsEntry("bought", "true").containsEntry("code", "007");
        assertThat(rows.get(2)).containsEntry("bought", null).containsEntry("code", null);
        assertThat(rows.get(3)).containsEntry("card.n_7d", "0.0").containsEntry("card.total_7d", null);
        assertThat(rows.get(0).keySet()).startsWith("card", "shop", "amount", "event_timestamp", "bought", "code");
    }

    /** What a later event says is not in a row, and a set that has it anyway is refused. */
    @Test
    void aSetOfATooEarlyDelayIsRefused() throws IOException {
        Path leaking = directory.resolve("leaking.parquet");
        Path honest = directory.resolve("honest.parquet");
        LabelFile.Choice choice = TestingTrainingSet.byEvent("card");
        new TestingTrainingSet(definition("0s"), directory).write(ALL, inputs(), payments, choice, leaking);
        TestingTrainingSet sets = new TestingTrainingSet(definition, directory);
        sets.write(ALL, inputs(), payments, choice, honest);

        assertThat(sets.check(ALL, inputs(), payments, choice, honest).same()).isTrue();
        TrainingSetCheck check = sets.check(ALL, inputs(), payments, choice, leaking);
        assertThat(check.same()).isFalse();
        assertThat(check.columns())
                .filteredOn(column -> column.differing() > 0)
                .extracting(TrainingSetCheck.Checked::name)
                .containsExactlyInAnyOrder("shop.n_7d", "shop.risk_7d");
    }

    /** Events that come after a moment change nothing about it, and none of those before. */
    @Test
    void theFutureChangesNothing() throws IOException {
        Path labels = Files.writeString(
                directory.resolve("labels.csv"), "card,shop,amount,event_timestamp\nc1,3,10,2026-05-07T00:00:00Z\n");
        List<String> lines = Files.readAllLines(payments);
        Path cut = directory.resolve("cut.csv");
        Files.write(
                cut,
                lines.stream()
                        .filter(line ->
                                line.startsWith("id") || line.split(",", -1)[1].compareTo("2026-05-07T00:00:00Z") <= 0)
                        .toList());
        Path whole = directory.resolve("whole.parquet");
        TestingTrainingSet sets = new TestingTrainingSet(definition, directory);

        sets.write(ALL, inputs(), labels, TestingTrainingSet.byEntity(), whole);

        assertThat(sets.check(
                                ALL,
                                Map.of("payments", List.of(cut), "chargebacks", List.of(chargebacks)),
                                labels,
                                TestingTrainingSet.byEntity(),
                                whole)
                        .same())
                .isTrue();
    }

    @Test
    void parquetIsReadAsCsvIs() throws IOException {
        Path asParquet = directory.resolve("payments.parquet");
        new TestingTrainingSet(definition, directory, 3, 4)
                .write(List.of("amount"), inputs(), payments, TestingTrainingSet.byEvent("card", "shop"), asParquet);
        Path labels = directory.resolve("half.csv");
        Files.write(labels, Files.readAllLines(payments).subList(0, 1_000));
        Path out = directory.resolve("out.parquet");
        TestingTrainingSet sets = new TestingTrainingSet(definition, directory, 3, 4);
        LabelFile.Choice choice = TestingTrainingSet.byEvent("card");

        sets.write(ALL, inputs(), labels, choice, out);

        Map<String, List<Path>> fromParquet =
                Map.of("payments", List.of(asParquet), "chargebacks", List.of(chargebacks));
        TrainingSetCheck check = sets.check(ALL, fromParquet, labels, choice, out);
        assertThat(check.rows()).isGreaterThan(700);
        assertThat(check.columns())
                .allSatisfy(column -> assertThat(column.first()).isEmpty());
        assertThat(check.metadata()).containsEntry("streamgauge.rows", Long.toString(check.rows()));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        TestingTrainingSet sets = new TestingTrainingSet(definition, directory);
        Path out = directory.resolve("out.parquet");
        Path labels = Files.writeString(
                directory.resolve("labels.csv"), "card,event_timestamp,y\nc1,2026-05-07T00:00:00Z,1\n");

        assertThatThrownBy(() -> sets.write(ALL, inputs(), labels, TestingTrainingSet.byEntity(), out))
                .hasMessageContaining("no column 'shop', which names an entity");
        assertThatThrownBy(() -> sets.write(ALL, inputs(), labels, TestingTrainingSet.byEvent(), out))
                .hasMessageContaining(
                        "no column 'id', the id of each row's event; the file has card, event_timestamp, y");
        assertThatThrownBy(() -> sets.write(
                        List.of("card.*", "request.ratio"), inputs(), labels, TestingTrainingSet.byEntity(), out))
                .hasMessageContaining("no column 'amount', which is an input");
        assertThatThrownBy(() -> sets.write(ALL, inputs(), payments, TestingTrainingSet.byEvent("amount"), out))
                .hasMessageContaining("label column 'amount' has the name of a column of the event");
        Files.writeString(labels, "card,event_timestamp,y\nc1,yesterday,1\n");
        assertThatThrownBy(() -> sets.write(List.of("card.n_1d"), inputs(), labels, TestingTrainingSet.byEntity(), out))
                .hasMessageContaining("labels.csv: line 2: 'yesterday' in 'event_timestamp' is no moment");
        assertThat(out).doesNotExist();
    }
}
