package io.streamgauge.store.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBackfillTest {

    private static final long SEED = 42;
    private static final Path PAYMENTS = Path.of("payments");
    private static final Path LABELS = Path.of("labels");
    private static final EventSchema SCHEMA = new EventSchema(List.of(
            new Field("id", FieldType.STRING),
            new Field("at", FieldType.TIMESTAMP),
            new Field("who", FieldType.STRING),
            new Field("x", FieldType.DOUBLE)));

    private static final long DELAY_MS = 40;
    private static final long WINDOW_MS = 100;
    private static final FeatureDefinition DEFINITION = new FeatureDefinition(
            "test",
            Map.of("payments", source("payments", 20, List.of("x != 13.0")), "labels", source("labels", 60, List.of())),
            "payments",
            List.of(view("own", "payments", 0), view("fed", "labels", DELAY_MS)),
            Map.of());
    private static final VectorPlan PLAN = VectorPlan.of(DEFINITION, List.of("x", "own.*", "fed.*"));

    record Raw(int id, long at, String who, double x) {

        Event event() {
            Event event = new Event(SCHEMA);
            event.setText(0, "e" + id);
            event.setLong(1, at);
            event.setText(2, who);
            event.setDouble(3, x);
            return event.identify("e" + id, at);
        }
    }

    record Written(String id, long at, List<Double> values, List<ValueStatus> statuses) {}

    private static SourceDefinition source(String name, long latenessMs, List<String> expectations) {
        return new SourceDefinition(
                name,
                name,
                SourceDefinition.Format.JSON,
                SCHEMA,
                "id",
                "at",
                Duration.ofMillis(latenessMs),
                Duration.ofDays(1),
                Optional.of("who"),
                expectations,
                CsvMapping.PLAIN);
    }

    private static ViewDefinition view(String name, String source, long delayMs) {
        List<WindowDefinition> windows = List.of(new WindowDefinition.Sliding(Duration.ofMillis(WINDOW_MS)));
        return new ViewDefinition(
                name,
                "who",
                source,
                Duration.ofMillis(delayMs),
                List.of(
                        AggregateDefinition.of("n", "count", Optional.empty(), windows),
                        AggregateDefinition.of("last", "last", Optional.of("x"), windows)));
    }

    /** Ties, out of order within and beyond the lateness, several entities, some of which one source never names. */
    private static List<Raw> random(int count, int entities, Random random) {
        List<Raw> events = new ArrayList<>();
        long greatest = 1_000;
        for (int i = 0; i < count; i++) {
            greatest += random.nextInt(4);
            long behind = random.nextInt(4) == 0 ? random.nextInt(80) : 0;
            events.add(new Raw(i, greatest - behind, "w" + random.nextInt(entities), random.nextInt(40)));
        }
        return events;
    }

    private static List<Raw> notLate(List<Raw> events, long latenessMs) {
        List<Raw> kept = new ArrayList<>();
        long greatest = Long.MIN_VALUE;
        for (Raw event : events) {
            greatest = Math.max(greatest, event.at);
            if (event.at >= greatest - latenessMs) {
                kept.add(event);
            }
        }
        return kept;
    }

    private static List<Written> run(List<Raw> payments, List<Raw> labels, int threads) throws IOException {
        List<Written> written = new ArrayList<>();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                List<Double> values = new ArrayList<>();
                List<ValueStatus> statuses = new ArrayList<>();
                for (int i = 0; i < vector.size(); i++) {
                    values.add(vector.isMissing(i) ? null : vector.valueAt(i));
                    statuses.add(vector.statusAt(i));
                }
                written.add(new Written(id, timeMs, values, statuses));
            }

            @Override
            public void close() {}
        };
        EventFiles files = (source, file, events) ->
                (file.equals(PAYMENTS) ? payments : labels).forEach(raw -> events.accept(raw.event()));
        BackfillResult result = new FileBackfill(files, 1)
                .run(DEFINITION, PLAN, Map.of("payments", PAYMENTS, "labels", LABELS), sink, threads, Progress.NONE);
        long refused = payments.stream().filter(e -> e.x == 13).count();
        List<Raw> good = payments.stream().filter(e -> e.x != 13).toList();
        assertThat(result.refused()).isEqualTo(Map.of("payments", refused, "labels", 0L));
        assertThat(result.late())
                .isEqualTo(Map.of(
                        "payments", (long) good.size() - notLate(good, 20).size(),
                        "labels", (long) labels.size() - notLate(labels, 60).size()));
        return written;
    }

    @Test
    void equalsBruteForceInTheStreamsOrder() throws IOException {
        Random random = new Random(SEED);
        List<Raw> payments = random(4_000, 12, random);
        List<Raw> labels = random(4_000, 20, random);
        List<Written> written = run(payments, labels, 4);
        assertThat(run(payments, labels, 1)).as("threads change nothing").isEqualTo(written);

        List<Raw> spine = notLate(payments.stream().filter(e -> e.x != 13).toList(), 20);
        List<Raw> feed = notLate(labels, 60);
        assertThat(written).hasSameSizeAs(spine);
        for (int i = 0; i < spine.size(); i++) {
            Raw now = spine.get(i);
            List<Raw> arrived = spine.subList(0, i + 1);
            List<Raw> own = window(arrived, now, 0);
            List<Raw> fed = window(feed, now, DELAY_MS);
            boolean fedBefore = arrived.stream() // what an earlier, later-timed event saw applied stays applied
                    .filter(e -> e.who.equals(now.who))
                    .anyMatch(e -> feed.stream().anyMatch(l -> l.who.equals(now.who) && l.at <= e.at - DELAY_MS));
            Written row = written.get(i);
            assertThat(row.id).as("seed %s, row %s", SEED, i).isEqualTo("e" + now.id);
            assertThat(row.at).isEqualTo(now.at);
            assertThat(row.values)
                    .as("seed %s, %s", SEED, now)
                    .containsExactly(now.x, (double) own.size(), last(own), (double) fed.size(), last(fed));
            assertThat(row.statuses.get(4))
                    .as("seed %s, %s", SEED, now)
                    .isEqualTo(
                            !fed.isEmpty()
                                    ? ValueStatus.PRESENT
                                    : fedBefore ? ValueStatus.NULL_VALUE : ValueStatus.NOT_FOUND);
        }
    }

    private static List<Raw> window(List<Raw> events, Raw now, long delayMs) {
        return events.stream()
                .filter(e -> e.who.equals(now.who))
                .filter(e -> e.at > now.at - WINDOW_MS - delayMs && e.at <= now.at - delayMs)
                .sorted(java.util.Comparator.comparingLong(Raw::at))
                .toList();
    }

    private static @org.jspecify.annotations.Nullable Double last(List<Raw> events) {
        return events.isEmpty() ? null : events.get(events.size() - 1).x;
    }

    @Test
    void namesTheSourceWithoutAFile() {
        assertThatThrownBy(() -> new FileBackfill(EventFiles.CSV, 1)
                        .run(
                                DEFINITION,
                                PLAN,
                                Map.of("payments", PAYMENTS),
                                FeatureFiles.create(Files.createTempFile("x", ".csv"), "id", "at", PLAN.names()),
                                1,
                                Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no file for source 'labels', which feeds a view");
    }

    @Test
    void rowsThatAreNoEventAreLeftOutCountedAndTold(@TempDir Path directory) throws IOException {
        Path csv = directory.resolve("events.csv");
        String good = ",2020-01-01T00:00:00Z,w,1\n";
        Files.writeString(
                csv,
                "id,at,who,x\na" + good + "b,2020-01-01T00:00:00Z,w,abc\nc,w\nd,2020-01-01T00:00:00Z,w,13\ne" + good);
        Path out = directory.resolve("features.csv");
        BackfillResult result;
        try (FeatureSink sink = FeatureFiles.create(out, "id", "at", PLAN.names())) {
            result = new FileBackfill(EventFiles.CSV, 1)
                    .run(DEFINITION, PLAN, Map.of("payments", csv, "labels", csv), sink, 2, Progress.NONE);
        }
        assertThat(Files.readAllLines(out)).hasSize(3).last().asString().startsWith("e,2020-01-01T00:00:00Z,1.0,2.0,");
        assertThat(result.rows()).isEqualTo(2);
        assertThat(result.refused()).isEqualTo(Map.of("payments", 3L, "labels", 2L));
        assertThat(result.refusedFirst()).hasSize(5);
        assertThat(result.refusedFirst())
                .contains(
                        csv + ": line 3: field 'x': 'abc' is no double; allowed: a finite number",
                        csv + ": line 4: the row has 2 cells and the header has 4")
                .anySatisfy(why -> assertThat(why).startsWith("event d: "));
    }

    @Test
    void sameCsvFileServesSeveralSourcesAndProgressReachesTheEnd(@TempDir Path directory) throws IOException {
        Path csv = directory.resolve("events.csv");
        Files.writeString(csv, "id,at,who,x\na,2020-01-01T00:00:00Z,w,1.5\nb,2020-01-01T00:00:00.050Z,w,\n");
        Path out = directory.resolve("features.csv");
        List<String> progress = java.util.Collections.synchronizedList(new ArrayList<>());
        try (FeatureSink sink = FeatureFiles.create(out, "id", "at", PLAN.names())) {
            new FileBackfill(EventFiles.CSV, 1)
                    .run(
                            DEFINITION,
                            PLAN,
                            Map.of("payments", csv, "labels", csv),
                            sink,
                            2,
                            (phase, rows, ofRows) -> progress.add(phase + " " + rows + "/" + ofRows));
        }
        assertThat(Files.readString(out)).isEqualTo("""
                        id,at,x,own.n_100ms,own.last_100ms,fed.n_100ms,fed.last_100ms
                        a,2020-01-01T00:00:00Z,1.5,1.0,1.5,0.0,
                        b,2020-01-01T00:00:00.050Z,,2.0,1.5,1.0,1.5
                        """);
        assertThat(progress).containsExactly("READING 4/-1", "COMPUTING 4/4", "WRITING 2/2");
    }
}
