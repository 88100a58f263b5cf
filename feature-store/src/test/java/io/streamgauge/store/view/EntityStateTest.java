package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static io.streamgauge.store.view.TestingView.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EntityStateTest {

    private static EntityState state(AggregateDefinition... aggregates) {
        return new ViewEngine(TestingView.view(0, List.of(aggregates)), TestingView.SCHEMA).newState();
    }

    private static AggregateDefinition mean(
            Optional<String> where, Optional<Duration> maxAge, OptionalDouble whenMissing) {
        return new AggregateDefinition(
                "m",
                "mean",
                List.of(),
                Optional.of("x"),
                Optional.empty(),
                where,
                TestingView.sliding(10),
                Optional.empty(),
                Optional.empty(),
                true,
                maxAge,
                whenMissing,
                Optional.empty(),
                Optional.empty());
    }

    /** Value and status as text, e.g. {@code 3.0 PRESENT} or {@code - NOT_FOUND}. */
    private static String shown(FeatureValues values, int index) {
        return (values.isMissing(index) ? "-" : values.valueAt(index)) + " " + values.statusAt(index);
    }

    @Test
    void withoutEventsCountsAreZeroAndTheRestIsNotFound() {
        EntityState state = state(aggregate("count", null, true, 10), aggregate("mean", "x", true, 10));
        FeatureValues out = new FeatureValues(2);
        state.read(5, out, 0);
        assertThat(shown(out, 0)).isEqualTo("0.0 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("- NOT_FOUND");
    }

    @Test
    void anEntityIsFoundFromItsFirstEventOn() {
        EntityState state = state(aggregate("mean", "x", true, 10));
        FeatureValues out = new FeatureValues(1);
        state.add(event(100, 1.0));
        state.read(99, out, 0);
        assertThat(shown(out, 0)).isEqualTo("- NOT_FOUND");
        state.read(200, out, 0);
        assertThat(shown(out, 0)).isEqualTo("- NULL_VALUE");
        state.evict(1_000);
        state.read(1_000, out, 0);
        assertThat(shown(out, 0)).as("and stays so when all is evicted").isEqualTo("- NULL_VALUE");
    }

    @Test
    void aDefaultReplacesTheMissingValueAndKeepsItsStatus() {
        EntityState state = state(mean(Optional.empty(), Optional.empty(), OptionalDouble.of(-1)));
        FeatureValues out = new FeatureValues(1);
        state.read(5, out, 0);
        assertThat(shown(out, 0)).isEqualTo("-1.0 NOT_FOUND");
        state.addAndRead(event(5, null), out, 0);
        assertThat(shown(out, 0)).isEqualTo("-1.0 NULL_VALUE");
        state.addAndRead(event(6, 2.0), out, 0);
        assertThat(shown(out, 0)).isEqualTo("2.0 PRESENT");
        state.read(16, out, 0);
        assertThat(shown(out, 0)).isEqualTo("-1.0 NULL_VALUE");
    }

    @Test
    void aValueOlderThanMaxAgeIsOutsideIt() {
        EntityState state = state(mean(Optional.empty(), Optional.of(Duration.ofMillis(3)), OptionalDouble.empty()));
        FeatureValues out = new FeatureValues(1);
        state.addAndRead(event(5, 2.0), out, 0);
        state.read(8, out, 0);
        assertThat(shown(out, 0)).isEqualTo("2.0 PRESENT");
        state.read(9, out, 0);
        assertThat(shown(out, 0)).isEqualTo("- OUTSIDE_MAX_AGE");
        state.read(4, out, 0);
        assertThat(shown(out, 0)).isEqualTo("- NOT_FOUND");
    }

    @Test
    void onlyEventsThatSatisfyTheConditionCount() {
        EntityState state = state(
                mean(Optional.of("x > 1.0"), Optional.empty(), OptionalDouble.empty()),
                aggregate("count", null, true, 10));
        FeatureValues out = new FeatureValues(2);
        state.add(event(1, 1.0));
        state.add(event(1, 3.0));
        state.add(event(1, null));
        state.addAndRead(event(2, 5.0), out, 0);
        assertThat(shown(out, 0)).isEqualTo("4.0 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("4.0 PRESENT");
    }

    @Test
    void nullsAreSkippedButCounted() {
        EntityState state = state(aggregate("count", null, true, 10), aggregate("sum", "x", true, 10));
        FeatureValues out = new FeatureValues(2);
        state.add(event(1, 7.0));
        state.addAndRead(event(2, null), out, 0);
        assertThat(shown(out, 0)).isEqualTo("2.0 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("7.0 PRESENT");
    }

    @Test
    void oneEventServesAggregatesWithAndWithoutIt() {
        EntityState state = state(aggregate("sum", "x", false, 10), aggregate("last", "x", true, 10));
        FeatureValues out = new FeatureValues(2);
        state.addAndRead(event(1, 1.0), out, 0);
        assertThat(shown(out, 0))
                .as("before its first event the entity was not known")
                .isEqualTo("- NOT_FOUND");
        assertThat(shown(out, 1)).isEqualTo("1.0 PRESENT");
        state.addAndRead(event(1, 2.0), out, 0);
        assertThat(shown(out, 0))
                .as("an event of the same time counts once it has arrived")
                .isEqualTo("1.0 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("2.0 PRESENT");
        state.read(1, out, 0);
        assertThat(shown(out, 0)).as("a read without an event leaves none out").isEqualTo("3.0 PRESENT");
    }

    @Test
    void aLateArrivalDoesNotSeeWhatIsAfterItAndIsSeenAfterwards() {
        EntityState state = state(aggregate("sum", "x", true, 10));
        FeatureValues out = new FeatureValues(1);
        state.addAndRead(event(9, 4.0), out, 0);
        state.addAndRead(event(3, 2.0), out, 0);
        assertThat(out.valueAt(0)).isEqualTo(2);
        state.read(9, out, 0);
        assertThat(out.valueAt(0)).isEqualTo(6);
    }

    @Test
    void booleansAreZeroAndOneAndLongsAreNumbersAndTextsAreTold() {
        EntityState state = state(
                aggregate("mean", "flag", true, 10),
                aggregate("max", "units", true, 10),
                aggregate("count", "entity", true, 10));
        FeatureValues out = new FeatureValues(3);
        Event first = event(1, null);
        first.setBoolean(TestingView.SCHEMA.indexOf("flag"), true);
        first.setLong(TestingView.SCHEMA.indexOf("units"), -3);
        first.setText(TestingView.SCHEMA.indexOf("entity"), "a");
        Event second = event(2, null);
        second.setBoolean(TestingView.SCHEMA.indexOf("flag"), false);
        state.add(first);
        state.addAndRead(second, out, 0);
        assertThat(shown(out, 0)).isEqualTo("0.5 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("-3.0 PRESENT");
        assertThat(shown(out, 2)).isEqualTo("1.0 PRESENT");
    }

    @Test
    void writesItsFeaturesFromTheOffsetOn() {
        EntityState state = state(aggregate("count", null, true, 10, 20));
        FeatureValues out = new FeatureValues(4);
        state.read(0, out, 1);
        assertThat(out.statusAt(0)).isEqualTo(ValueStatus.NOT_FOUND);
        assertThat(out.statusAt(1)).isEqualTo(ValueStatus.PRESENT);
        assertThat(out.statusAt(2)).isEqualTo(ValueStatus.PRESENT);
        assertThat(out.statusAt(3)).isEqualTo(ValueStatus.NOT_FOUND);
    }

    @Test
    void evictsWhatNoReadFromAMomentOnCounts() {
        EntityState state = state(aggregate("sum", "x", true, 10));
        FeatureValues out = new FeatureValues(1);
        state.add(event(1, 1.0));
        state.add(event(2, 2.0));
        state.evict(11);
        assertThat(state.series(0).series().size()).isEqualTo(1);
        state.read(11, out, 0);
        assertThat(out.valueAt(0)).isEqualTo(2);
    }

    @Test
    void unboundedWindowsCountWhatWasLetGoOf() {
        List<WindowDefinition> windows =
                List.of(new WindowDefinition.Sliding(Duration.ofMillis(10)), new WindowDefinition.Unbounded());
        EntityState state =
                state(aggregate("sum", List.of(), "x", true, windows), aggregate("max", List.of(), "x", true, windows));
        FeatureValues out = new FeatureValues(4);
        for (int t = 0; t < 1_000; t++) {
            state.addAndRead(event(t, 1_000.0 - t), out, 0);
            state.evict(t);
        }
        assertThat(state.series(0).series().size()).as("values held").isLessThanOrEqualTo(10);
        assertThat(out.valueAt(0)).isEqualTo(55);
        assertThat(out.valueAt(1)).isEqualTo(500_500);
        assertThat(out.valueAt(2)).isEqualTo(10);
        assertThat(out.valueAt(3)).isEqualTo(1_000);
    }

    @Test
    void anUnboundedWindowKeepsTheFewValuesThatAreReadByPosition() {
        List<WindowDefinition> ever = List.of(new WindowDefinition.Unbounded());
        EntityState state = state(
                aggregate("first", List.of(), "x", true, ever),
                aggregate("last_n", List.of(2.0), "x", true, ever),
                aggregate("interarrival_mean", List.of(), "x", true, ever));
        FeatureValues out = new FeatureValues(4);
        for (int i = 1; i <= 1_000; i++) {
            state.addAndRead(event(10L * i, (double) i), out, 0);
            state.evict(10L * i + 10);
        }
        assertThat(state.series(0).series().size()).as("values held").isZero();
        state.read(20_000, out, 0);
        assertThat(out.valueAt(0)).isEqualTo(1);
        assertThat(out.valueAt(1)).isEqualTo(1_000);
        assertThat(out.valueAt(2)).isEqualTo(999);
        assertThat(out.valueAt(3)).isEqualTo(0.01);
    }

    @Test
    void whatIsLetGoOfIsOlderThanDelayAndLongestWindow() {
        ViewDefinition view = TestingView.view(7, List.of(aggregate("count", null, true, 3, 30)));
        EntityState state = new ViewEngine(view, TestingView.SCHEMA).newState();
        state.add(event(100, null));
        state.evict(136);
        assertThat(state.series(0).series().size()).isEqualTo(1);
        state.evict(137);
        assertThat(state.series(0).series().size()).isZero();
    }

    @Test
    void refusesViewsThatCannotBe() {
        assertThatThrownBy(() -> state(aggregate("sum", "amount", true, 10)))
                .hasMessageContaining("no field 'amount' in its source; there are [id, at, entity, x, flag, units]");
        assertThatThrownBy(() -> state(aggregate("sum", "x", true, 0))).hasMessageContaining("longer than nothing");
    }

    @Test
    void aValuePutInBeforeAllOthersAndEvictedAtOnceCountsInAnUnboundedWindow() {
        EntityState state = state(
                aggregate("count", List.of(), null, true, List.of(new WindowDefinition.Unbounded())),
                aggregate("sum", List.of(), "x", true, List.of(new WindowDefinition.Unbounded())));
        FeatureValues out = new FeatureValues(2);
        state.add(event(100, 1.0));
        state.read(100, out, 0);
        state.add(event(50, 10.0));
        state.evict(90);
        state.read(110, out, 0);
        assertThat(shown(out, 0)).isEqualTo("2.0 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("11.0 PRESENT");
    }
}
