package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static io.streamgauge.store.view.TestingView.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.AggregateKind;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.row.CorruptRowException;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ViewEngineTest {

    private static final long NEVER = Long.MIN_VALUE;

    private static ViewEngine engine(AggregateDefinition... aggregates) {
        return new ViewEngine(TestingView.view(0, List.of(aggregates)), TestingView.SCHEMA);
    }

    /** Value and status as text, e.g. {@code 3.0 PRESENT} or {@code - NOT_FOUND}. */
    private static String shown(FeatureValues values, int index) {
        return (values.isMissing(index) ? "-" : values.valueAt(index)) + " " + values.statusAt(index);
    }

    @Test
    void withoutARowCountsAreZeroAndTheRestIsNotFound() {
        ViewEngine engine =
                engine(aggregate(AggregateKind.COUNT, null, true, 10), aggregate(AggregateKind.MEAN, "x", true, 10));
        FeatureValues out = new FeatureValues(2);
        engine.read(null, 5, out, 0);
        assertThat(shown(out, 0)).isEqualTo("0.0 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("- NOT_FOUND");
    }

    @Test
    void aDefaultReplacesTheMissingValueAndKeepsItsStatus() {
        ViewEngine engine = engine(aggregate("m", AggregateKind.MEAN, "x", true, OptionalDouble.of(-1), 10));
        FeatureValues out = new FeatureValues(1);
        engine.read(null, 5, out, 0);
        assertThat(shown(out, 0)).isEqualTo("-1.0 NOT_FOUND");
        byte[] row = engine.updateAndRead(null, event(5, null), NEVER, out, 0);
        assertThat(shown(out, 0)).isEqualTo("-1.0 NULL_VALUE");
        row = engine.updateAndRead(row, event(6, 2.0), NEVER, out, 0);
        assertThat(shown(out, 0)).isEqualTo("2.0 PRESENT");
        engine.read(row, 16, out, 0);
        assertThat(shown(out, 0)).isEqualTo("-1.0 NULL_VALUE");
    }

    @Test
    void nullsAreSkippedButCounted() {
        ViewEngine engine =
                engine(aggregate(AggregateKind.COUNT, null, true, 10), aggregate(AggregateKind.SUM, "x", true, 10));
        FeatureValues out = new FeatureValues(2);
        byte[] row = engine.update(null, event(1, 7.0), NEVER);
        engine.updateAndRead(row, event(2, null), NEVER, out, 0);
        assertThat(shown(out, 0)).isEqualTo("2.0 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("7.0 PRESENT");
    }

    @Test
    void oneEventServesAggregatesWithAndWithoutIt() {
        ViewEngine engine =
                engine(aggregate(AggregateKind.SUM, "x", false, 10), aggregate(AggregateKind.LAST, "x", true, 10));
        FeatureValues out = new FeatureValues(2);
        byte[] row = engine.updateAndRead(null, event(1, 1.0), NEVER, out, 0);
        assertThat(shown(out, 0))
                .as("before its first event the entity had no row")
                .isEqualTo("- NOT_FOUND");
        assertThat(shown(out, 1)).isEqualTo("1.0 PRESENT");
        row = engine.updateAndRead(row, event(1, 2.0), NEVER, out, 0);
        assertThat(shown(out, 0))
                .as("an event of the same time counts once it has arrived")
                .isEqualTo("1.0 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("2.0 PRESENT");
        engine.read(row, 1, out, 0);
        assertThat(shown(out, 0)).as("a read without an event leaves none out").isEqualTo("3.0 PRESENT");
    }

    @Test
    void aLateArrivalDoesNotSeeWhatIsAfterItAndIsSeenAfterwards() {
        ViewEngine engine = engine(aggregate(AggregateKind.SUM, "x", true, 10));
        FeatureValues out = new FeatureValues(1);
        byte[] row = engine.updateAndRead(null, event(9, 4.0), NEVER, out, 0);
        row = engine.updateAndRead(row, event(3, 2.0), NEVER, out, 0);
        assertThat(out.valueAt(0)).isEqualTo(2);
        engine.read(row, 9, out, 0);
        assertThat(out.valueAt(0)).isEqualTo(6);
    }

    @Test
    void booleansAreZeroAndOneAndLongsAreNumbers() {
        ViewEngine engine = engine(
                aggregate(AggregateKind.MEAN, "flag", true, 10), aggregate(AggregateKind.MAX, "units", true, 10));
        FeatureValues out = new FeatureValues(2);
        Event first = event(1, null);
        first.setBoolean(TestingView.SCHEMA.indexOf("flag"), true);
        first.setLong(TestingView.SCHEMA.indexOf("units"), -3);
        Event second = event(2, null);
        second.setBoolean(TestingView.SCHEMA.indexOf("flag"), false);
        byte[] row = engine.update(null, first, NEVER);
        engine.updateAndRead(row, second, NEVER, out, 0);
        assertThat(shown(out, 0)).isEqualTo("0.5 PRESENT");
        assertThat(shown(out, 1)).isEqualTo("-3.0 PRESENT");
    }

    @Test
    void writesItsFeaturesFromTheOffsetOn() {
        ViewEngine engine = engine(aggregate(AggregateKind.COUNT, null, true, 10, 20));
        FeatureValues out = new FeatureValues(4);
        engine.read(null, 0, out, 1);
        assertThat(out.statusAt(0)).isEqualTo(ValueStatus.NOT_FOUND);
        assertThat(out.statusAt(1)).isEqualTo(ValueStatus.PRESENT);
        assertThat(out.statusAt(2)).isEqualTo(ValueStatus.PRESENT);
        assertThat(out.statusAt(3)).isEqualTo(ValueStatus.NOT_FOUND);
    }

    @Test
    void evictsUpToAndIncludingTheMomentAndTheEventItself() {
        ViewEngine engine = engine(aggregate(AggregateKind.SUM, "x", true, 10));
        byte[] row = engine.update(null, event(1, 1.0), NEVER);
        row = engine.update(row, event(2, 1.0), NEVER);
        assertThat(engine.update(row, event(3, 1.0), 1)).hasSize(8 + 2 * 8 + 1 + 2 * 8);
        assertThat(engine.update(row, event(2, 1.0), 2)).as("empty, but there").hasSize(8);
        FeatureValues out = new FeatureValues(1);
        engine.read(engine.update(null, event(2, 1.0), 2), 2, out, 0);
        assertThat(shown(out, 0)).isEqualTo("- NULL_VALUE");
    }

    @Test
    void aReadNeverEvictsWhatItCounts() {
        ViewEngine engine = engine(aggregate(AggregateKind.SUM, "x", true, 10));
        FeatureValues out = new FeatureValues(1);
        byte[] row = engine.update(null, event(1, 1.0), NEVER);
        engine.updateAndRead(row, event(5, 2.0), Long.MAX_VALUE, out, 0);
        assertThat(out.valueAt(0)).isEqualTo(3);
    }

    @Test
    void horizonIsDelayAndLongestWindow() {
        ViewDefinition view = TestingView.view(7, List.of(aggregate(AggregateKind.COUNT, null, true, 3, 30)));
        assertThat(new ViewEngine(view, TestingView.SCHEMA).horizonMs()).isEqualTo(37);
    }

    @Test
    void refusesRowsOfAnotherView() {
        ViewEngine engine = engine(aggregate(AggregateKind.SUM, "x", true, 10));
        byte[] row = engine(aggregate(AggregateKind.COUNT, null, true, 10)).update(null, event(1, 1.0), NEVER);
        assertThatThrownBy(() -> engine.read(row, 1, new FeatureValues(1), 0))
                .isInstanceOf(CorruptRowException.class)
                .hasMessage("state row of 0 columns; the view has 1");
    }

    @Test
    void refusesViewsThatCannotBe() {
        assertThatThrownBy(() -> engine(aggregate(AggregateKind.SUM, "amount", true, 10)))
                .hasMessageContaining("no field 'amount' in its source; there are [id, at, entity, x, flag, units]");
        assertThatThrownBy(() -> engine(aggregate(AggregateKind.SUM, "entity", true, 10)))
                .hasMessageContaining("field 'entity' is STRING; an aggregate takes LONG, DOUBLE or BOOLEAN");
        assertThatThrownBy(() -> engine(aggregate(AggregateKind.SUM, "x", true, 0)))
                .hasMessageContaining("windows are longer than nothing");
        assertThatThrownBy(() -> engine(aggregate(AggregateKind.SUM, "x", true, 10, 5)))
                .hasMessageContaining("windows of 'SUM' ascend");
    }
}
