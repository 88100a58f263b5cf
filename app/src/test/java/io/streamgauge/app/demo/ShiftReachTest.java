package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.drift.definition.DriftDefinition;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The example's drift: windows of a day, two of three confirm, two days of lateness; its shift is on day 58. */
class ShiftReachTest {

    private static final int SHIFT_DAY = DemoWorld.DEFAULT_SHIFT_DAY;
    private static final DemoWorld WORLD = new DemoWorld(DemoWorld.DEFAULT_SEED, OptionalInt.of(SHIFT_DAY));
    private static final TransactionGenerator GENERATOR = new TransactionGenerator(WORLD.generator());
    private static final DriftDefinition DRIFT = TestingExample.read().drift().orElseThrow();
    /** The retraining event is of the window of day 59, which closes when day 60 and two days of lateness are over: on day 62. */
    private static final long UNTIL_TOLD = GENERATOR.days(0, SHIFT_DAY + 5).count();

    private static Optional<ShiftReach> of(DemoWorld world, int fromDay, Limits limits) {
        return ShiftReach.of(world, GENERATOR, fromDay, limits, DRIFT);
    }

    private static Limits events(long events) {
        return new Limits(OptionalLong.of(events), Optional.empty(), 2_000);
    }

    @Test
    void fewEventsEndBeforeTheShiftAndItSaysHowManyItTakes() {
        ShiftReach reach = of(WORLD, 0, events(20_000)).orElseThrow();

        assertThat(GENERATOR.days(0, reach.lastDay() + 1).count()).isGreaterThanOrEqualTo(20_000);
        assertThat(GENERATOR.days(0, reach.lastDay()).count()).isLessThan(20_000);
        assertThat(reach.needed()).isBetween(UNTIL_TOLD, UNTIL_TOLD + 999);
        assertThat(reach.told())
                .startsWith("20,000 transactions at the most end on day " + reach.lastDay()
                        + ", before the shift on day 58: it takes about ")
                .contains("(--events " + reach.needed() + "; ");
    }

    @Test
    void whoTakesThatManyIsToldNothing() {
        long needed = of(WORLD, 0, events(20_000)).orElseThrow().needed();
        assertThat(of(WORLD, 0, events(needed))).isEmpty();
        assertThat(of(WORLD, 0, events(UNTIL_TOLD))).isEmpty();
        assertThat(of(WORLD, 0, events(UNTIL_TOLD - 1)).orElseThrow().told())
                .contains("before what the shift on day 58 leads to");
    }

    @Test
    void aSecondStartHasTheRestToGo() {
        ShiftReach rest = of(WORLD, 40, events(20_000)).orElseThrow();
        long left = GENERATOR.days(40, SHIFT_DAY + 5).count();
        assertThat(rest.needed()).isBetween(left, left + 999);
        assertThat(of(WORLD, SHIFT_DAY + 1, events(1))).isEmpty();
    }

    @Test
    void timeBoundsItAsWell() {
        Limits shortly = new Limits(OptionalLong.empty(), Optional.of(Duration.ofSeconds(10)), 2_000);
        assertThat(of(WORLD, 0, shortly).orElseThrow().events()).isEqualTo(20_000);
        assertThat(of(WORLD, 0, new Limits(OptionalLong.of(100), Optional.of(Duration.ofSeconds(10)), 2_000))
                        .orElseThrow()
                        .events())
                .isEqualTo(100);
    }

    @Test
    void withoutAnEndOrAShiftThereIsNothingToTell() {
        assertThat(of(WORLD, 0, new Limits(OptionalLong.empty(), Optional.empty(), 2_000)))
                .isEmpty();
        assertThat(of(new DemoWorld(1, OptionalInt.empty()), 0, events(1))).isEmpty();
    }
}
