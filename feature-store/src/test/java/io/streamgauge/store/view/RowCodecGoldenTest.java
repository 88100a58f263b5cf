package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows and chunks outlive the process that wrote them: every released version is kept as bytes and read for ever, by the
 * definition that wrote it, and by ones with an aggregate more and an aggregate less.
 *
 * <p>The state: an entity with 400 events, ten seconds apart, of which a window of 3,000 s is kept and an unbounded one
 * counts all.
 */
class RowCodecGoldenTest {

    private static final String ENTITY = "café 7";
    private static final String NOW = "state-v2.txt";
    private static final int EVENTS = 400;
    private static final long LAST_MS = 10_000L * (EVENTS - 1);
    private static final AggregateDefinition SUM = aggregate("sum", "x", true, 600_000, 3_000_000);
    private static final AggregateDefinition EVER =
            aggregate("mean", List.of(), "x", true, List.of(new WindowDefinition.Unbounded()));
    private static final AggregateDefinition COUNT = aggregate("count", null, true, 3_000_000);
    private static final AggregateDefinition UNITS = aggregate("max", "units", true, 3_000_000);
    private static final AggregateDefinition CARDS = aggregate("count_distinct", "id", true, 3_000_000);
    private static final List<AggregateDefinition> WRITTEN = List.of(SUM, EVER, COUNT, UNITS);

    private final TestingRows rows = new TestingRows();

    private EntityStates states(List<AggregateDefinition> aggregates) {
        return new ViewEngine(TestingView.view(0, aggregates), TestingView.SCHEMA).over(rows, 0);
    }

    private static Event event(int i) {
        Event event = TestingView.event(10_000L * i, i % 7 == 3 ? null : i * 0.1);
        event.setLong(TestingView.SCHEMA.indexOf("units"), (i * 37L) % 101);
        event.setText(TestingView.SCHEMA.indexOf("id"), "card " + i % 5);
        return event;
    }

    private void write() {
        EntityStates states = states(WRITTEN);
        for (int i = 0; i < EVENTS; i++) {
            EntityState state = states.of(ENTITY);
            state.add(event(i));
            state.evict(10_000L * i);
            states.save(ENTITY, state);
        }
    }

    /** A line each: {@code row <hex>}, {@code <chunks of entity/series> <id> <hex>}. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        rows.rows.forEach((entity, row) -> lines.add("row\t" + HexFormat.of().formatHex(row)));
        new TreeMap<>(rows.chunks)
                .forEach((series, chunks) -> chunks.forEach((id, chunk) ->
                        lines.add(series + "\t" + id + "\t" + HexFormat.of().formatHex(chunk))));
        return lines;
    }

    private static List<String> golden(String name) throws IOException {
        try (InputStream in = RowCodecGoldenTest.class.getResourceAsStream("/state/" + name)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private void load() throws IOException {
        load(NOW);
    }

    private void load(String name) throws IOException {
        for (String line : golden(name)) {
            String[] words = line.split("\t", -1);
            if (words.length == 2) {
                rows.rows.put(ENTITY, HexFormat.of().parseHex(words[1]));
            } else {
                rows.chunks
                        .computeIfAbsent(words[0], series -> new TreeMap<>())
                        .put(Long.parseLong(words[1]), HexFormat.of().parseHex(words[2]));
            }
        }
    }

    private List<Double> read(List<AggregateDefinition> aggregates, long timeMs) {
        EntityStates states = states(aggregates);
        FeatureValues out = new FeatureValues(
                aggregates.stream().mapToInt(a -> a.featureNames().size()).sum());
        states.reading(ENTITY).read(timeMs, out, 0);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < out.size(); i++) {
            values.add(out.isMissing(i) ? Double.NaN : out.valueAt(i));
        }
        return values;
    }

    /** Sums over (now - 600 s, now] and (now - 3,000 s, now], the mean of all, the count, the greatest units. */
    private static List<Double> expected() {
        double tenths = 0;
        double longTenths = 0;
        double all = 0;
        int counted = 0;
        long greatest = 0;
        for (int i = 0; i < EVENTS; i++) {
            boolean inside = i > EVENTS - 1 - 300;
            if (i % 7 != 3) {
                tenths += i > EVENTS - 1 - 60 ? i : 0;
                longTenths += inside ? i : 0;
                all += i;
                counted++;
            }
            greatest = inside ? Math.max(greatest, (i * 37L) % 101) : greatest;
        }
        return List.of(tenths / 10, longTenths / 10, all / 10 / counted, 300.0, (double) greatest);
    }

    private static void close(List<Double> actual, List<Double> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("feature " + i).isCloseTo(expected.get(i), within(expected.get(i)));
        }
    }

    private static Offset<Double> within(double value) {
        return Offset.offset(1e-12 * Math.abs(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state-v2-early.txt", NOW})
    void everyVersionIsReadByTheDefinitionThatWroteIt(String name) throws IOException {
        load(name);
        close(read(WRITTEN, LAST_MS), expected());
    }

    @Test
    void version2IsWhatIsWritten() throws IOException {
        write();
        assertThat(lines()).isEqualTo(golden(NOW));
    }

    @Test
    void version2IsReadWithAnAggregateMore() throws IOException {
        load();
        List<AggregateDefinition> more = List.of(CARDS, SUM, EVER, COUNT, UNITS);
        List<Double> values = read(more, LAST_MS);
        assertThat(values.get(0)).as("no value of the new one is there").isEqualTo(0);
        close(values.subList(1, values.size()), expected());

        EntityStates states = states(more);
        EntityState state = states.of(ENTITY);
        assertThat(state.series(0).completeSinceMs()).isEqualTo(LAST_MS);
        for (int i = EVENTS; i < EVENTS + 300; i++) {
            state.add(event(i));
        }
        states.save(ENTITY, state);
        assertThat(read(more, 10_000L * (EVENTS + 299)).get(0))
                .as("a window after the last event of the old definition")
                .isEqualTo(5);
    }

    @Test
    void moreAggregatesOfOneInputLeaveTheUnboundedWindowAlone() throws IOException {
        load();
        List<AggregateDefinition> more = List.of(
                SUM,
                EVER,
                COUNT,
                UNITS,
                aggregate("max", "x", true, 600_000),
                aggregate("stddev", "x", true, 600_000),
                aggregate("quantile", List.of(0.5), "x", true, TestingView.sliding(600_000)));
        close(read(more, LAST_MS).subList(0, 5), expected());
        EntityStates states = states(more);
        states.save(ENTITY, states.of(ENTITY));
        close(read(WRITTEN, LAST_MS), expected());
        assertThat(lines().get(0))
                .as("the row has their states too")
                .isNotEqualTo(golden(NOW).get(0));
    }

    @Test
    void firstAndLastOfAllTimeSurviveOthersToo() {
        List<WindowDefinition> ever = List.of(new WindowDefinition.Unbounded());
        AggregateDefinition first = aggregate("first", List.of(), "x", true, ever);
        AggregateDefinition lastFew = aggregate("last_n", List.of(3.0), "x", true, ever);
        EntityStates states = states(List.of(first, lastFew));
        for (int i = 1; i <= 10; i++) {
            EntityState state = states.of(ENTITY);
            state.add(TestingView.event(i, i * 1.0));
            state.evict(i);
            states.save(ENTITY, state);
        }
        assertThat(read(List.of(first, lastFew), 10)).startsWith(1.0).contains(8.0, 9.0, 10.0);
        EntityStates fewer = states(List.of(first));
        fewer.save(ENTITY, fewer.of(ENTITY));
        assertThat(read(List.of(first, aggregate("max", "x", true, 5)), 10)).containsExactly(1.0, 10.0);
    }

    @Test
    void version2IsReadWithAnAggregateLessAndItsChunksGoWithTheNextEvent() throws IOException {
        load();
        List<AggregateDefinition> less = List.of(SUM, EVER, COUNT);
        close(read(less, LAST_MS), expected().subList(0, 4));
        int before = rows.chunkCount();
        long ofThree = rows.chunks.values().stream()
                .filter(chunks -> !chunks.isEmpty())
                .count();
        assertThat(ofThree).isEqualTo(3);

        EntityStates states = states(less);
        EntityState state = states.of(ENTITY);
        assertThat(rows.chunkCount()).as("reading deletes nothing").isEqualTo(before);
        state.add(event(EVENTS));
        states.save(ENTITY, state);
        assertThat(rows.chunks.values().stream().filter(chunks -> !chunks.isEmpty()))
                .hasSize(2);
        close(read(less, LAST_MS), expected().subList(0, 4));

        assertThat(read(WRITTEN, LAST_MS).get(4))
                .as("brought back, it starts anew")
                .isNaN();
        assertThat(states(WRITTEN).of(ENTITY).series(2).completeSinceMs()).isEqualTo(LAST_MS + 10_000);
    }

    @Test
    void aSeriesThatLeavesAndComesBackBetweenEventsIsAllThere() throws IOException {
        load();
        read(List.of(SUM), LAST_MS);
        close(read(WRITTEN, LAST_MS), expected());
    }
}
