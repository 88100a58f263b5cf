package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.change.StateChange;
import io.streamgauge.store.change.StateDescription;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.CsvMapping;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A stream over which the definition changes twice. The oracle is an engine that had the last definition from the beginning
 * and evicts nothing: a feature that is said to be complete has its value, to the bit.
 */
class ChangedViewTest {

    private static final long LATENESS_MS = 30_000;
    private static final long DELAY_MS = 5_000;
    private static final long[] LENGTHS_MS = {20_000, 60_000, 300_000, 900_000};
    private static final int STREAMS = 120;
    private static final int EVENTS = 900;

    private final Random random = new Random(20_261_121);
    private int compared;
    private int incomplete;
    private int differing;
    private int refused;

    private static FeatureDefinition definition(List<AggregateDefinition> aggregates) {
        SourceDefinition source = new SourceDefinition(
                "source",
                "topic",
                SourceDefinition.Format.JSON,
                TestingView.SCHEMA,
                "id",
                "at",
                Duration.ofMillis(LATENESS_MS),
                Duration.ofHours(1),
                Optional.of("entity"),
                List.of(),
                CsvMapping.PLAIN);
        ViewDefinition view = TestingView.view(DELAY_MS, aggregates);
        return new FeatureDefinition("test", Map.of("source", source), "source", List.of(view), Map.of());
    }

    private List<AggregateDefinition> someAggregates() {
        List<AggregateDefinition> some = new ArrayList<>();
        String[][] pool = {
            {"sum", "x"}, {"count", null}, {"min", "x"}, {"max", "units"}, {"count_distinct", "units"}, {"mean", "x"}
        };
        for (String[] one : pool) {
            if (random.nextInt(3) > 0) {
                List<WindowDefinition> windows = new ArrayList<>();
                for (long length : LENGTHS_MS) {
                    if (random.nextInt(3) == 0) {
                        windows.addAll(TestingView.sliding(length));
                    }
                }
                if (windows.isEmpty() || random.nextInt(6) == 0) {
                    windows.add(new WindowDefinition.Unbounded());
                }
                List<Double> arguments = one[0].equals("count_distinct") ? List.of(1_000.0) : List.of();
                some.add(aggregate(one[0], arguments, one[1], true, windows));
            }
        }
        return some.isEmpty() ? List.of(aggregate("count", null, true, 60_000)) : some;
    }

    private Event someEvent(long timeMs) {
        Event event = TestingView.event(timeMs, random.nextInt(5) == 0 ? null : (double) random.nextInt(1_000));
        if (random.nextBoolean()) {
            event.setLong(TestingView.SCHEMA.indexOf("units"), random.nextInt(20));
        }
        return event;
    }

    @Test
    void whatIsSaidToBeCompleteIs() {
        for (int stream = 0; stream < STREAMS; stream++) {
            run();
        }
        assertThat(compared).isGreaterThan(40_000);
        assertThat(differing)
                .as("values that were rightly said to be incomplete")
                .isGreaterThan(2_000);
        assertThat((double) differing / incomplete)
                .as("and said so with good reason: the share of them that differ")
                .isGreaterThan(0.3);
        assertThat(refused).isBetween(1, STREAMS / 2);
    }

    private void run() {
        TestingRows rows = new TestingRows();
        List<Event> seen = new ArrayList<>();
        StateDescription state = StateDescription.of(definition(someAggregates()), Map.of());
        List<AggregateDefinition> aggregates = new ArrayList<>();
        long greatestMs = 0;
        for (int part = 0; part < 3; part++) {
            List<AggregateDefinition> next = someAggregates();
            StateDescription wanted = StateDescription.of(definition(next), Map.of());
            if (part == 0) {
                state = wanted;
            } else {
                StateChange change = StateChange.between(state, wanted, Map.of("source", greatestMs));
                if (!change.refused().isEmpty()) {
                    refused++;
                    return;
                }
                state = change.now();
            }
            aggregates = next;
            ViewDefinition view = TestingView.view(DELAY_MS, aggregates);
            EntityStates states = new ViewEngine(view, TestingView.SCHEMA).over(rows, 0);
            EntityState oracle = new ViewEngine(view, TestingView.SCHEMA).newState();
            seen.forEach(oracle::add);
            for (int i = 0; i < EVENTS / 3; i++) {
                greatestMs += random.nextInt(6_000);
                Event event = someEvent(greatestMs - (i % 4 == 0 ? random.nextInt((int) LATENESS_MS) : 0));
                greatestMs = Math.max(greatestMs, event.timeMs());
                seen.add(event);
                EntityState entity = states.of("e");
                FeatureValues actual = new FeatureValues(view.featureNames().size());
                FeatureValues expected = new FeatureValues(actual.size());
                entity.addAndRead(event, actual, 0);
                oracle.addAndRead(event, expected, 0);
                entity.evict(greatestMs - LATENESS_MS);
                states.save("e", entity);
                compare(view, state.completeness(), event.timeMs(), actual, expected);
            }
        }
    }

    private void compare(
            ViewDefinition view, Completeness completeness, long timeMs, FeatureValues actual, FeatureValues expected) {
        List<String> names = view.featureNames();
        for (int i = 0; i < names.size(); i++) {
            boolean same = actual.isMissing(i) == expected.isMissing(i)
                    && (actual.isMissing(i)
                            || Double.doubleToRawLongBits(actual.valueAt(i))
                                    == Double.doubleToRawLongBits(expected.valueAt(i)));
            Optional<Completeness.Entry> entry = completeness.of(view.name() + "." + names.get(i));
            if (entry.isEmpty() || !entry.get().incompleteAt(timeMs)) {
                compared++;
                assertThat(same)
                        .as("%s at %d: %s, expected %s", names.get(i), timeMs, actual.valueAt(i), expected.valueAt(i))
                        .isTrue();
            } else {
                incomplete++;
                differing += same ? 0 : 1;
            }
        }
    }
}
