package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decay at the far ends of time and size. */
class DecayTest {

    private static final long DAY_MS = 86_400_000;
    private static final double MANY = 1e-12; // percent

    private static double of(String function, double halfLifeSeconds, List<Point> points, long endMs) {
        Aggregate aggregate = AggregateFunctions.named(function).with(List.of(halfLifeSeconds));
        return Objects.requireNonNull(Runs.fresh(aggregate, points, endMs).get(0));
    }

    @Test
    void halvesEveryHalfLife() {
        List<Point> points = List.of(new Point(Points.START_MS, 8), new Point(Points.START_MS + DAY_MS, -4));
        long endMs = Points.START_MS + 3 * DAY_MS;
        assertThat(of("decayed_count", 86_400, points, endMs)).isCloseTo(0.375, withPercentage(MANY));
        assertThat(of("decayed_sum", 86_400, points, endMs + DAY_MS / 2)).isCloseTo(0, offset(1e-15));
        assertThat(of("decayed_mean", 86_400, points, endMs)).isCloseTo(0, offset(1e-15));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1e308, 1e308",
        "1000, 0x1p1000, 1",
        "2000, 0x1p1000, 0x1p-1000",
        "2060, 0x1p1000, 0x1p-1060",
        "2200, 0x1p1000, 0",
        "100, 4.9e-324, 0",
        "0, 4.9e-324, 4.9e-324"
    })
    void reachesAcrossAllDoubles(long halfLives, double value, double expected) {
        List<Point> points = List.of(new Point(Points.START_MS, value));
        assertThat(of("decayed_sum", 1, points, Points.START_MS + 1000 * halfLives))
                .isCloseTo(expected, withPercentage(MANY));
    }

    @Test
    void theMeanOutlivesItsWeights() {
        List<Point> points = List.of(new Point(Points.START_MS, 3), new Point(Points.START_MS + 1000, 6));
        double mean = of("decayed_mean", 1, points, Points.START_MS + 10_000_000);
        assertThat(mean).isCloseTo(5, withPercentage(MANY));
        assertThat(of("decayed_sum", 1, points, Points.START_MS + 10_000_000)).isZero();
    }

    @Test
    void aMeanOfTheLargestIsFinite() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            points.add(new Point(Points.START_MS + i, Double.MAX_VALUE / 2));
        }
        assertThat(of("decayed_mean", 86_400, points, Points.START_MS + 1000))
                .isCloseTo(Double.MAX_VALUE / 2, withPercentage(MANY));
    }

    @Test
    void farAwayTimesCostLittleAndLeaveNoTrace() {
        DecayedTermsState state = new DecayedTerms(1000, true).newState();
        for (long day = 0; day < 365; day++) {
            state.add(Points.START_MS + day * DAY_MS, 5);
        }
        assertThat(Runs.bytes(state).length).isLessThan(64 * 30);
        long newestMs = Points.START_MS + 364 * DAY_MS;
        for (long day = 0; day < 364; day++) {
            state.remove(Points.START_MS + day * DAY_MS, 5);
        }
        DecayedTermsState fresh = new DecayedTerms(1000, true).newState();
        fresh.add(newestMs, 5);
        assertThat(Runs.bytes(state)).isEqualTo(Runs.bytes(fresh));
    }

    @Test
    void timesBefore1970Count() {
        List<Point> points = List.of(new Point(-1500, 4));
        assertThat(of("decayed_sum", 1, points, 500)).isCloseTo(1, withPercentage(MANY));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-5, -5", "0.0001, 1.0E-4", "1.0005, 1.0005", "1e12, 1000000000000", "NaN, NaN"})
    void refusesHalfLives(double seconds, String shown) {
        assertThatThrownBy(() -> AggregateFunctions.named("decayed_sum").with(List.of(seconds)))
                .hasMessage("half_life is " + shown
                        + " seconds; it must be from 0.001 to 3155760000, in whole milliseconds");
    }
}
