package io.streamgauge.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.event.EventSchema;
import io.streamgauge.store.event.Field;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.view.BruteForce.Raw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Aggregates that give texts, over every kind of window, at 1,000 moments a case: each is what its definition says of the
 * texts in the window, on the heap and from rows and chunks read back before each event.
 */
class TextFeaturesTest {

    private static final long SEED = 20260402;
    private static final int EVENTS = 500;
    private static final long LATENESS_MS = 50;
    private static final String LONG = "x".repeat(300);

    private static final List<String> TEXTS = List.of(
            "", "web", "shop", "Shop", "café", "\uD83D\uDE00", "atm", LONG + "1", LONG + "2", "\uE000", "a", "b");

    private static final EventSchema SCHEMA =
            new EventSchema(List.of(new Field("at", FieldType.TIMESTAMP), new Field("channel", FieldType.STRING)));

    private static final List<WindowDefinition> WINDOWS = List.of(
            new WindowDefinition.Sliding(Duration.ofMillis(7)),
            new WindowDefinition.Sliding(Duration.ofMillis(400)),
            new WindowDefinition.Sliding(Duration.ofMillis(4_000)),
            new WindowDefinition.Tumbling(Duration.ofMillis(90)),
            new WindowDefinition.Hopping(Duration.ofMillis(300), Duration.ofMillis(60)),
            new WindowDefinition.Last(12, Duration.ofMillis(350)),
            new WindowDefinition.Session(Duration.ofMillis(4), Duration.ofMillis(200)),
            new WindowDefinition.Unbounded());

    /** What each function is, of the texts in a window, oldest first. */
    private static final Map<String, Function<List<String>, List<String>>> ORACLE = new TreeMap<>(Map.of(
            "first", texts -> texts.subList(0, Math.min(1, texts.size())),
            "last", texts -> reversed(texts).subList(0, Math.min(1, texts.size())),
            "first_n", texts -> texts,
            "last_n", TextFeaturesTest::reversed,
            "first_distinct_n", texts -> List.copyOf(new LinkedHashSet<>(texts)),
            "last_distinct_n", texts -> List.copyOf(new LinkedHashSet<>(reversed(texts))),
            "mode", TextFeaturesTest::byFrequency,
            "approx_top_k", TextFeaturesTest::byFrequency));

    private static List<String> reversed(List<String> texts) {
        List<String> reversed = new ArrayList<>(texts);
        Collections.reverse(reversed);
        return reversed;
    }

    private static List<String> byFrequency(List<String> texts) {
        return texts.stream()
                .distinct()
                .sorted(Comparator.<String>comparingInt(text -> -Collections.frequency(texts, text))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    @ParameterizedTest(name = "rows {0}, delay {1} ms, include_current {2}, distinct {3}, seed " + SEED)
    @CsvSource({
        "false, 0, true, 12",
        "false, 25, false, 12",
        "false, 0, true, 2",
        "true, 0, true, 12",
        "true, 25, true, 3",
        "true, 0, false, 12"
    })
    void areThoseOfTheTextsInTheWindow(boolean inRows, long delayMs, boolean includeCurrent, int distinct) {
        ViewDefinition view = view(delayMs, includeCurrent);
        TestingRows rows = new TestingRows();
        EntityState onHeap = new ViewEngine(view, SCHEMA).newState();
        Random random = new Random(SEED);
        List<Raw> arrived = new ArrayList<>();
        FeatureValues out = new FeatureValues(view.featureNames().size());
        long greatestMs = Long.MIN_VALUE;
        for (Raw drawn : RandomEvents.of(RandomEvents.Values.MONEY, EVENTS, LATENESS_MS, SEED)) {
            Raw raw = new Raw(drawn.timeMs(), drawn.x() == null ? null : (Double) (double) random.nextInt(distinct));
            List<Raw> before = List.copyOf(arrived);
            arrived.add(raw);
            greatestMs = Math.max(greatestMs, raw.timeMs());
            EntityStates states = new ViewEngine(view, SCHEMA).over(rows, 0);
            EntityState state = inRows ? states.of("e") : onHeap;
            state.addAndRead(event(raw), out, 0);
            state.evict(greatestMs - LATENESS_MS);
            if (inRows) {
                states.save("e", state);
            }
            check(view, includeCurrent ? arrived : before, raw.timeMs() - delayMs, out);
            long t = greatestMs - LATENESS_MS + random.nextInt(600);
            (inRows ? new ViewEngine(view, SCHEMA).over(rows, 0).reading("e") : onHeap).read(t, out, 0);
            check(view, arrived, t - delayMs, out);
        }
        assertThat(rows.chunksWritten).as("chunks were made").isGreaterThanOrEqualTo(inRows ? 4 : 0);
    }

    private static void check(ViewDefinition view, List<Raw> events, long endMs, FeatureValues out) {
        int feature = 0;
        for (AggregateDefinition definition : view.aggregates()) {
            for (WindowDefinition window : definition.windows()) {
                List<String> texts = NaiveWindow.values(events, window, endMs).stream()
                        .map(TextFeaturesTest::text)
                        .map(Objects::requireNonNull)
                        .map(KeptText::of)
                        .toList();
                List<String> expected = Objects.requireNonNull(ORACLE.get(definition.function()))
                        .apply(texts);
                for (int i = 0; i < definition.aggregate().suffixes().size(); i++) {
                    assertThat(shown(out, feature))
                            .as("%s %s %s at %s of %s", definition.name(), window.label(), i, endMs, texts)
                            .isEqualTo(i < expected.size() ? "'" + expected.get(i) + "'" : "missing");
                    feature++;
                }
            }
        }
    }

    private static String shown(FeatureValues out, int feature) {
        String text = out.textAt(feature);
        return text == null ? "missing" : out.isMissing(feature) ? "text and missing" : "'" + text + "'";
    }

    private static @Nullable String text(Raw raw) {
        Double x = raw.x();
        return x == null ? null : TEXTS.get(x.intValue());
    }

    private static Event event(Raw raw) {
        Event event = new Event(SCHEMA).identify("event", raw.timeMs());
        String text = text(raw);
        if (text != null) {
            event.setText(1, text);
        }
        return event;
    }

    private static ViewDefinition view(long delayMs, boolean includeCurrent) {
        List<AggregateDefinition> aggregates = new ArrayList<>();
        ORACLE.keySet()
                .forEach(function -> aggregates.add(
                        TestingView.aggregate(function, arguments(function), "channel", includeCurrent, WINDOWS)));
        return TestingView.view(delayMs, aggregates);
    }

    private static List<Double> arguments(String function) {
        return switch (function) {
            case "mode" -> List.of(20.0);
            case "approx_top_k" -> List.of(3.0, 20.0);
            default -> function.endsWith("_n") ? List.of(3.0) : List.of();
        };
    }
}
