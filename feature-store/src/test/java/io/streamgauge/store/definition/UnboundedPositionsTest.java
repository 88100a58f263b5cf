package io.streamgauge.store.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.store.aggregate.AggregateFunctions;
import io.streamgauge.store.aggregate.Positional;
import io.streamgauge.store.aggregate.Results;
import io.streamgauge.store.aggregate.Values;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnboundedPositionsTest {

    private static final List<WindowDefinition> WINDOWS =
            List.of(new WindowDefinition.Sliding(Duration.ofDays(1)), new WindowDefinition.Unbounded());

    /** A user's own that looks at everything. */
    private record Everything() implements Positional {

        @Override
        public int oldest() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int newest() {
            return 0;
        }

        @Override
        public void read(Values values, long endMs, Results results) {}
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        assertThat(UnboundedPositions.wrong(WINDOWS, "everything", new Everything()))
                .contains("'everything' reads up to 2147483647 values by position, and of all that an unbounded window"
                        + " counts only the oldest and the newest 1000 are kept; give it windows with a length, such as"
                        + " 30d");
        assertThat(UnboundedPositions.wrong(WINDOWS.subList(0, 1), "everything", new Everything()))
                .isEmpty();
    }

    @Test
    void allThatStreamgaugeBringsCanBe() {
        for (String function : List.of("first_n", "last_n")) {
            assertThat(UnboundedPositions.wrong(
                            WINDOWS,
                            function,
                            AggregateFunctions.named(function).with(List.of(1_000.0))))
                    .isEmpty();
        }
    }
}
