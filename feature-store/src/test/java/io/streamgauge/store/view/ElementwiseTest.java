package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.definition.ViewCost;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** An aggregate over a vector is, bit for bit, the same aggregate over as many fields of their own. */
final class ElementwiseTest {

    private static final int LENGTH = 3;
    private static final long SEED = 20261121;
    private static final int EVENTS = 250;

    private static final String SOURCE = """
            sources:
              tx: {topic: tx, id: id, time: at, lateness: 1h, fields: {id: string, at: timestamp, who: string,
                   kind: string, %s}}
            features:
              who:
                entity: who
                from: tx
                windows: [10s, 5m, unbounded, last 7 within 1h, tumbling 1m, hopping 2m by 30s, session 20s]
                aggregates:
            """;

    /** Functions of any window, and of any but an unbounded one or a tile. */
    private static final List<String> FUNCTIONS = List.of(
            "sum",
            "mean",
            "min",
            "max",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "var_pop",
            "var_samp",
            "skew",
            "kurtosis",
            "slope",
            "median",
            "mode",
            "first",
            "last",
            "max_drawdown");

    private static final List<String> MODIFIED = List.of(
            "{of: mean(%s), where: 'kind == \"a\"'}",
            "{of: last(%s), delay: 7s, include_current: false}",
            "{of: sum(%s), resolution: 5s, windows: [2m, unbounded]}",
            "{of: stddev(%s), resolution: 5s, windows: 2m}",
            "{of: max(%s), max_age: 30s, default: -1.5, windows: 5m}",
            "{of: min(%s), by: {field: kind, values: [a, b]}}",
            "{of: 'decayed_mean(%s, 10s)', windows: unbounded}",
            "{of: 'decayed_sum(%s, 10s)', windows: [5m]}");

    private record Definition(ViewDefinition view, EventSchema feed) {}

    private static Definition definition(String fields, List<String> aggregates) {
        Problems problems = new Problems();
        ConfigNode root = YamlDocument.parse(
                "p.yaml",
                SOURCE.formatted(fields) + String.join("\n", aggregates).indent(6));
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, "tx", problems);
        assertThat(problems.all()).isEmpty();
        return new Definition(
                features.views().get(0),
                Objects.requireNonNull(sources.get("tx")).schema());
    }

    /** Aggregates of {@code field}, each named by its number. */
    private static List<String> aggregates(String field, BiFunction<Integer, String, String> named) {
        List<String> lines = new ArrayList<>();
        for (String function : FUNCTIONS) {
            String limit = List.of("mode", "entropy", "count_distinct").contains(function) ? ", 1000" : "";
            lines.add(named.apply(lines.size(), "{of: '" + function + "(" + field + limit + ")'}"));
        }
        for (String modified : MODIFIED) {
            lines.add(named.apply(lines.size(), modified.formatted(field)));
        }
        return lines;
    }

    private static Event event(EventSchema feed, Random random, int number, long atMs) {
        Event event = new Event(feed).identify("e" + number, atMs);
        event.setText(0, event.id());
        event.setLong(1, atMs);
        event.setText(2, "w");
        event.setText(3, random.nextInt(5) == 0 ? null : random.nextBoolean() ? "a" : "c");
        boolean isNull = random.nextInt(8) == 0;
        for (int i = 0; i < LENGTH; i++) {
            double value = switch (random.nextInt(10)) {
                case 0 -> -0.0;
                case 1 -> Math.rint(random.nextGaussian() * 3);
                case 2 -> Double.MAX_VALUE * random.nextGaussian() / 10;
                default -> random.nextGaussian();
            };
            boolean hole = random.nextInt(12) == 0; // a NaN in the record
            if (!isNull && !hole) {
                event.setDouble(4 + i, value);
            }
        }
        return event;
    }

    @Test
    void equalsFieldsOfTheirOwn() {
        Definition vector = definition("v: vector(3)", aggregates("v", (number, text) -> "a" + number + ": " + text));
        List<String> apart = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            String field = "xyz".substring(i, i + 1);
            apart.addAll(aggregates(field, (number, text) -> "a" + number + "_" + field + ": " + text));
        }
        Definition fields = definition("x: double, y: double, z: double", apart);
        assertThat(vector.view().featureNames())
                .hasSameSizeAs(fields.view().featureNames())
                .contains("a0_2_10s", "a17_0_last7", "a22_a_1_5m", "a22_other_2_all", "a23_0_all");
        int[] sameFeature = vector.view().featureNames().stream()
                .mapToInt(name -> fields.view().featureNames().indexOf(ofField(name)))
                .toArray();
        assertThat(sameFeature).doesNotContain(-1).doesNotHaveDuplicates();
        assertThat(ViewCost.of(vector.view(), vector.feed()))
                .usingRecursiveComparison()
                .ignoringFields("costliest")
                .isEqualTo(ViewCost.of(fields.view(), fields.feed()));

        TestingRows vectorRows = new TestingRows();
        TestingRows fieldRows = new TestingRows();
        long latestMs = 0;
        Random times = new Random(SEED);
        FeatureValues got = new FeatureValues(sameFeature.length);
        FeatureValues expected = new FeatureValues(sameFeature.length);
        EntityStates ours = states(vector, vectorRows);
        EntityStates theirs = states(fields, fieldRows);
        int present = 0;
        for (int i = 0; i < EVENTS; i++) {
            latestMs += times.nextInt(5) == 0 ? times.nextInt(20_000) : times.nextInt(500);
            long atMs = latestMs - (times.nextInt(3) == 0 ? times.nextInt(30_000) : 0) + 1_000_000;
            if (i % 97 == 0) { // everything is read back from rows and chunks
                ours = states(vector, vectorRows);
                theirs = states(fields, fieldRows);
            }
            take(ours, event(vector.feed(), new Random(SEED + i), i, atMs), got);
            take(theirs, event(fields.feed(), new Random(SEED + i), i, atMs), expected);
            for (int f = 0; f < sameFeature.length; f++) {
                String as = "seed " + SEED + " event " + i + " "
                        + vector.view().featureNames().get(f);
                assertThat(got.statusAt(f)).as(as).isEqualTo(expected.statusAt(sameFeature[f]));
                assertThat(got.isMissing(f)).as(as).isEqualTo(expected.isMissing(sameFeature[f]));
                assertThat(Double.doubleToRawLongBits(got.valueAt(f)))
                        .as(as)
                        .isEqualTo(Double.doubleToRawLongBits(expected.valueAt(sameFeature[f])));
                present += got.isMissing(f) ? 0 : 1;
            }
        }
        assertThat(present).isGreaterThan(sameFeature.length * EVENTS / 2);
    }

    /** {@code a3_1_5m} as {@code a3_y_5m}, {@code a22_b_1_5m} as {@code a22_y_b_5m}. */
    private static String ofField(String feature) {
        for (int i = 0; i < LENGTH; i++) {
            String field = "xyz".substring(i, i + 1);
            String plain = feature.replaceFirst("^(a\\d+)_" + i + "_", "$1_" + field + "_");
            String by = feature.replaceFirst("^(a\\d+)_(a|b|other)_" + i + "_", "$1_" + field + "_$2_");
            if (!plain.equals(feature) || !by.equals(feature)) {
                return plain.equals(feature) ? by : plain;
            }
        }
        throw new AssertionError(feature);
    }

    private static EntityStates states(Definition definition, TestingRows rows) {
        return new ViewEngine(definition.view(), definition.feed()).over(rows, EntityStates.DEFAULT_CACHE_BYTES);
    }

    private static void take(EntityStates states, Event event, FeatureValues out) {
        EntityState state = states.of("w");
        state.addAndRead(event, out, 0);
        state.evict(event.timeMs() - 60_000);
        states.save("w", state);
    }

    /** The row of the largest view there may be, of an entity with events far apart, fits in what its cost says. */
    @Test
    void aRowIsNoLargerThanItsCostSays() {
        Definition wide = definition("v: vector(300)", List.of("m: {of: mean(v), windows: [800d, unbounded]}"));
        TestingRows rows = new TestingRows();
        EntityStates states = states(wide, rows);
        Random random = new Random(SEED);
        int largest = 0;
        for (int i = 0; i < 200; i++) {
            Event event = new Event(wide.feed()).identify("e" + i, 3L * 86_400_000 * i);
            for (int v = 4; v < wide.feed().size(); v++) {
                event.setDouble(v, random.nextGaussian());
            }
            EntityState state = states.of("w");
            state.add(event);
            states.save("w", state);
            largest = Math.max(largest, Objects.requireNonNull(rows.row("w")).length);
        }
        long told = ViewCost.of(wide.view(), wide.feed()).rowBytes();
        assertThat(largest).isBetween((int) (told / 2), (int) told);
        assertThat(told).isLessThan(1_000_000);
    }
}
