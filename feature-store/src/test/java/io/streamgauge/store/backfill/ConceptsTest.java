package io.streamgauge.store.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import io.streamgauge.store.view.EntityState;
import io.streamgauge.store.view.ViewEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked example of docs/concepts.md is what happens. */
class ConceptsTest {

    private static final Pattern COLUMN = Pattern.compile("\\s*\\|\\s*");
    private static final List<String> SPENT = List.of("spent.n_1h", "spent.sum_1h", "spent.before_1h");
    private static final List<String> FEATURES =
            List.of(SPENT.get(0), SPENT.get(1), SPENT.get(2), "refunded.n_1h", "refunded.soon_1h");
    private static final Map<String, String> REFUNDS = Map.of("r1", "10:20", "r2", "10:31");

    private final List<String> page = page();
    private final FeatureDefinition definition = definition();
    private final List<Map<String, String>> payments = table("payments");

    @Test
    void paymentsGetTheFeaturesOfTheTable() throws IOException {
        assertThat(String.join("\n", page)).contains("`r1` at 10:20 and `r2` at 10:31");
        List<String> got = new ArrayList<>();
        FeatureSink sink = new FeatureSink() {
            @Override
            public void write(String id, long timeMs, FeatureValues vector) {
                got.add(id + " " + shown(vector));
            }

            @Override
            public void close() {}
        };
        EventFiles files = (source, file, events) -> {
            if (source.name().equals("payments")) {
                payments.forEach(row -> events.accept(payment(row)));
            } else {
                REFUNDS.forEach((id, time) -> events.accept(refund(id, time)));
            }
        };
        Path nowhere = Path.of("none");
        BackfillResult result = new FileBackfill(files, 1)
                .run(
                        definition,
                        VectorPlan.of(definition, FEATURES),
                        Map.of("payments", nowhere, "refunds", nowhere),
                        sink,
                        1,
                        Progress.NONE);
        List<String> expected = payments.stream()
                .filter(row -> !cell(row, SPENT.get(0)).equals("late"))
                .map(row -> cell(row, "payment") + " " + cells(row, FEATURES))
                .toList();
        assertThat(got).hasSize(7).isEqualTo(expected);
        assertThat(result.late()).containsEntry("payments", 1L);
    }

    @Test
    void asManyEventsAreNamedAsCounted() {
        for (Map<String, String> row : payments) {
            if (!cell(row, "amount").equals("99")) {
                assertThat(named(row, "counted payments")).isEqualTo(cell(row, "spent.n_1h"));
                assertThat(named(row, "counted refunds")).isEqualTo(cell(row, "refunded.n_1h"));
            }
        }
    }

    private static String named(Map<String, String> row, String column) {
        String names = cell(row, column);
        return Long.toString(
                names.isEmpty() ? 0 : names.chars().filter(c -> c == ' ').count() + 1);
    }

    @Test
    void featuresAgeAsTheTableSays() {
        ViewDefinition spent = definition.views().get(0);
        EntityState state = new ViewEngine(spent, definition.scoredSource().schema()).newState();
        for (Map<String, String> payment : payments) {
            if (!cell(payment, SPENT.get(0)).equals("late")) {
                state.add(payment(payment));
            }
        }
        List<Map<String, String>> ages = table("ages");
        assertThat(ages).hasSize(4);
        for (Map<String, String> age : ages) {
            FeatureValues out = new FeatureValues(SPENT.size());
            state.read(millis(cell(age, "as of")), out, 0);
            assertThat(shown(out)).as("as of %s", cell(age, "as of")).isEqualTo(cells(age, SPENT));
        }
    }

    private Event payment(Map<String, String> row) {
        Event event = event("payments", cell(row, "payment"), cell(row, "time"));
        event.setDouble(event.schema().indexOf("amount"), Double.parseDouble(cell(row, "amount")));
        return event;
    }

    private Event refund(String id, String time) {
        return event("refunds", id, time);
    }

    private Event event(String source, String id, String time) {
        Event event = new Event(definition.source(source).schema());
        event.setText(event.schema().indexOf("id"), id);
        event.setLong(event.schema().indexOf("time"), millis(time));
        event.setText(event.schema().indexOf("card"), "the card");
        return event.identify(id, millis(time));
    }

    private static long millis(String time) {
        return Instant.parse("2026-01-01T" + time + ":00Z").toEpochMilli();
    }

    private static String shown(FeatureValues values) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            shown.add(values.isMissing(i) ? "missing" : Long.toString((long) values.valueAt(i)));
        }
        return String.join(" ", shown);
    }

    private static String cells(Map<String, String> row, List<String> columns) {
        return String.join(
                " ", columns.stream().map(column -> cell(row, column)).toList());
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), () -> "no column " + column + " in " + row);
    }

    private static List<String> page() {
        try {
            return Files.readAllLines(Checkout.root().resolve("docs/concepts.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private FeatureDefinition definition() {
        int start = page.indexOf("<!-- test: pipeline -->") + 2;
        int end = start + page.subList(start, page.size()).indexOf("```");
        ConfigNode pipeline = YamlDocument.parse("docs/concepts.md", String.join("\n", page.subList(start, end)));
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(pipeline.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(pipeline.get("features")), sources, "payments", problems);
        problems.throwIfAny();
        return new FeatureDefinition("concepts", sources, "payments", features.views(), features.expressions());
    }

    private List<Map<String, String>> table(String name) {
        int start = page.indexOf("<!-- test: " + name + " -->") + 1;
        List<String> columns = cells(page.get(start).replace("`", ""));
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = start + 2; page.get(i).startsWith("|"); i++) {
            List<String> cells = cells(page.get(i));
            Map<String, String> row = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                row.put(columns.get(column), cells.get(column));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = List.of(COLUMN.split(line, -1));
        return cells.subList(1, cells.size() - 1);
    }
}
