package io.streamgauge.store.view;

import static io.streamgauge.store.view.TestingView.aggregate;
import static io.streamgauge.store.view.TestingView.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.store.definition.AggregateDefinition;
import io.streamgauge.store.row.CorruptRowException;
import io.streamgauge.store.row.LackingRows;
import io.streamgauge.store.row.RowStore;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rows and chunks of which some were lost, as a changelog without its beginning leaves them. */
class LackingRowsTest {

    private static final AggregateDefinition SUM = aggregate("sum", "x", true, 1_000_000);
    private static final int MANY = 400;

    private final TestingRows rows = new TestingRows();

    @Test
    void anEntityWhoseChunksAreGoneBeginsAnewOnlyWhereRowsMayLack() {
        add(states(rows), "e", 0, MANY);
        add(states(rows), "whole", 0, MANY);
        loseOneChunk("e");

        assertThatThrownBy(() -> states(rows).of("e")).isInstanceOf(CorruptRowException.class);
        EntityStates lenient = states(new LackingRows(rows));
        assertThat(lenient.reading("e").firstEventMs()).as("nothing is known").isEqualTo(Long.MAX_VALUE);
        add(lenient, "e", MANY, 1);

        assertThat(states(rows).of("e").series(0).series().size()).isEqualTo(1);
        assertThat(rows.chunks.get(key("e"))).isEmpty();
        assertThat(states(rows).of("whole").series(0).series().size()).isEqualTo(MANY);
        assertThat(lenient.of("whole").series(0).series().size()).isEqualTo(MANY);
    }

    @Test
    void chunksWhoseRowIsGoneAreNotMixedWithNewOnes() {
        add(states(rows), "e", 0, MANY);
        rows.deleteRow("e");

        add(states(new LackingRows(rows)), "e", MANY, MANY / 2);

        assertThat(states(rows).of("e").series(0).series().size()).isEqualTo(MANY / 2);
        assertThat(states(rows).of("e").firstEventMs()).isEqualTo(MANY);
    }

    @Test
    void anEntityThatHasAllIsWrittenAsEver() {
        add(states(rows), "e", 0, MANY);
        EntityStates lenient = states(new LackingRows(rows));
        add(lenient, "e", MANY, MANY);
        add(lenient, "new", 0, MANY);

        assertThat(states(rows).of("e").series(0).series().size()).isEqualTo(2 * MANY);
        assertThat(states(rows).of("new").series(0).series().size()).isEqualTo(MANY);
    }

    private void loseOneChunk(String entity) {
        NavigableMap<Long, byte[]> chunks = Objects.requireNonNull(rows.chunks.get(key(entity)));
        assertThat(chunks).hasSizeGreaterThan(1);
        chunks.pollFirstEntry();
    }

    private String key(String entity) {
        return rows.chunks.keySet().stream()
                .filter(each -> each.startsWith(entity + "/"))
                .findFirst()
                .orElseThrow();
    }

    private static EntityStates states(RowStore rows) {
        return new ViewEngine(TestingView.view(0, List.of(SUM)), TestingView.SCHEMA).over(rows, 0);
    }

    private static void add(EntityStates states, String entity, long fromMs, int events) {
        for (long timeMs = fromMs; timeMs < fromMs + events; timeMs++) {
            EntityState state = states.of(entity);
            state.add(event(timeMs, 1.0));
            states.save(entity, state);
        }
    }
}
