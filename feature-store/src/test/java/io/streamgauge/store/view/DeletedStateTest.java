package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static io.streamgauge.store.view.TestingView.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a deletion leaves of the rows of a table: in the state of their key, and as stored. */
class DeletedStateTest {

    private static final AggregateDefinition NUMBER = lookup("x");
    private static final AggregateDefinition TEXT = lookup("entity");

    private final TestingRows rows = new TestingRows();

    private static AggregateDefinition lookup(String field) {
        return TestingView.named(
                field,
                aggregate(
                        AggregateFunctions.LOOKUP, List.of(), field, true, List.of(new WindowDefinition.Unbounded())));
    }

    /** Nothing stays on the heap, so all is written and read again. */
    private EntityStates states(AggregateDefinition... fields) {
        return new ViewEngine(TestingView.view(0, List.of(fields)), TestingView.SCHEMA).over(rows, 0);
    }

    private void add(EntityStates states, Event event, long noReadBeforeMs) {
        EntityState state = states.of("e");
        state.add(event);
        state.evict(noReadBeforeMs);
        states.save("e", state);
        states.of("another"); // lets go of it
    }

    private static Event row(long timeMs) {
        Event event = event(timeMs, timeMs * 0.5);
        event.setText(2, "row " + timeMs);
        return event;
    }

    private static Event deletion(long timeMs) {
        return Event.deletion(TestingView.SCHEMA).identify("deletion", timeMs);
    }

    private static List<Object> read(EntityStates states, long timeMs) {
        FeatureValues out = new FeatureValues(2);
        states.of("e").read(timeMs, out, 0);
        return out.isMissing(0)
                ? List.of(out.statusAt(0), out.statusAt(1))
                : List.of(out.valueAt(0), String.valueOf(out.textAt(1)));
    }

    @Test
    void rowsInChunksAreTakenOutOfTheStoreToo() {
        EntityStates states = states(NUMBER, TEXT);
        for (int i = 1; i <= 500; i++) {
            add(states, row(i), 0);
        }
        long chunks = rows.chunks.values().stream().mapToLong(of -> of.size()).sum();
        add(states, deletion(100), 0);
        assertThat(rows.chunks.values().stream().mapToLong(of -> of.size()).sum())
                .isBetween(1L, chunks / 2);
        EntityStates again = states(NUMBER, TEXT);
        assertThat(read(again, 99)).containsExactly(49.5, "row 99");
        assertThat(read(again, 100)).containsExactly(ValueStatus.NOT_FOUND, ValueStatus.NOT_FOUND);
        assertThat(read(again, 1_000)).containsExactly(ValueStatus.NOT_FOUND, ValueStatus.NOT_FOUND);
        for (int i = 101; i <= 400; i++) {
            add(again, row(i), 0);
        }
        EntityStates last = states(NUMBER, TEXT);
        assertThat(read(last, 100)).containsExactly(ValueStatus.NOT_FOUND, ValueStatus.NOT_FOUND);
        assertThat(read(last, 250)).containsExactly(125.0, "row 250");
        assertThat(read(last, 1_000)).containsExactly(200.0, "row 400");
    }

    @Test
    void aRowThatTookThePlaceOfTheOthersIsTakenOut() {
        EntityStates states = states(NUMBER, TEXT);
        add(states, row(10), 0);
        add(states, row(20), 1_000);
        assertThat(read(states, 1_000)).containsExactly(10.0, "row 20");
        add(states, deletion(15), 1_000);
        assertThat(read(states, 1_000)).containsExactly(ValueStatus.NOT_FOUND, ValueStatus.NOT_FOUND);
        assertThat(states.of("e").deleted()).isTrue();
        add(states, row(16), 1_000);
        assertThat(read(states, 1_000)).containsExactly(8.0, "row 16");
    }

    @Test
    void aKeyIsDeletedWhereAFieldIsLookedUpOnlySinceThen() {
        EntityStates before = states(NUMBER);
        add(before, row(10), 0);
        add(before, deletion(20), 1_000);
        assertThat(before.of("e").deleted()).isTrue();
        EntityStates after = states(NUMBER, TEXT);
        assertThat(after.of("e").deleted()).isTrue();
        assertThat(after.of("unknown").deleted()).isFalse();
        add(after, row(30), 1_000);
        assertThat(after.of("e").deleted()).isFalse();
    }
}
