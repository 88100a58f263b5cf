package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What {@code quantile} says of its error, and its names. */
class QuantileBoundTest {

    private static double only(double value) {
        BucketsState state = new BucketsState();
        state.add(0, value);
        return state.at(0);
    }

    @Property(tries = 20_000)
    void isNearerToZeroByLessThanTheBound(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isNaN(value)) {
            return;
        }
        double result = only(value);
        assertThat(Math.abs(result)).isLessThanOrEqualTo(Math.abs(value));
        if (Math.abs(value) >= Double.MIN_NORMAL && Math.abs(value) <= Double.MAX_VALUE) {
            assertThat(result / value).isGreaterThan(1 - 1 / 128.0);
        } else if (!Double.isInfinite(value)) {
            assertThat(Math.abs(value - result)).isLessThan(1.8e-310);
        } else {
            assertThat(result).isEqualTo(value);
        }
    }

    @Property(tries = 600)
    void isExactForSmallWholeNumbers(@ForAll @IntRange(min = -256, max = 256) int value) {
        assertThat(only(value)).isEqualTo(value);
    }

    @Test
    void namesItsResultsInPercent() {
        assertThat(AggregateFunctions.named("quantile")
                        .with(List.of(0.5, 0.9, 0.999, 0.0, 1.0))
                        .suffixes())
                .containsExactly("p50", "p90", "p99_9", "p0", "p100");
        assertThat(AggregateFunctions.named("median").with(List.of()).suffixes())
                .containsExactly("");
    }

    @Test
    void refusesWhatIsNoShare() {
        AggregateFunction quantile = AggregateFunctions.named("quantile");
        assertThatThrownBy(() -> quantile.with(List.of(90.0))).hasMessage("q is 90; it must be from 0 to 1");
        assertThatThrownBy(() -> quantile.with(List.of(0.5, 0.5))).hasMessageContaining("stands twice");
        assertThatThrownBy(() -> quantile.with(List.of()))
                .hasMessage("quantile has 0 arguments after its field; it takes q (one or more)");
    }
}
