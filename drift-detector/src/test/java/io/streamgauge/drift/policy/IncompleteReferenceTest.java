package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.profile.OffsetRanges.Partition;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.DetectorCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Windows that lack a partition, whose values are 100 here and not 0, and the reference: they are no part of it, and it comes about none the less.
 * The state goes through its bytes after each window.
 */
class IncompleteReferenceTest {

    private static final long HOUR_MS = 3_600_000L;
    private static final long DAY_MS = 24 * HOUR_MS;
    /** A Monday. */
    private static final long START_MS = 4 * DAY_MS;

    private static final List<String> FEATURES = List.of("amount");
    private static final MissingPartitions TOO_MUCH = new MissingPartitions(List.of(2), 0.3);
    private static final MissingPartitions LITTLE = new MissingPartitions(List.of(2), 0.04);

    private final List<DriftDetector.Outcome> outcomes = new ArrayList<>();
    private final List<Integer> leftOut = new ArrayList<>();

    /** Windows of which nothing comes. */
    private LongPredicate outage = window -> false;

    /** @param lacking whether the window of a number, from 0, lacks something */
    private void run(String drift, int windows, MissingPartitions missing, LongPredicate lacking) {
        DriftDefinition definition = ReferenceModesTest.definition(drift);
        DriftDetector detector = new DriftDetector(
                "p", new ModelKey("m", "1", ""), definition, WatchedColumn.numbers(FEATURES, definition));
        DetectorCodec codec = new DetectorCodec(FEATURES);
        Random random = new Random(5);
        long windowMs = definition.window().toMillis();
        DetectorState state = null;
        for (int i = 0; i < windows; i++) {
            if (outage.test(i)) {
                continue;
            }
            boolean lacks = lacking.test(i);
            long startMs = START_MS + i * windowMs;
            WindowSummary window = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
            for (int row = 0; row < 200; row++) {
                window.add(startMs, new Partition("payments", 0), i * 1000L + row, new double[] {
                    (lacks ? 100 : 0) + random.nextGaussian()
                });
            }
            MissingPartitions lack = lacks ? missing : MissingPartitions.NONE;
            if (detector.leavesOut(state, startMs, startMs + windowMs, window, lack)) {
                leftOut.add(i);
            }
            DriftDetector.Outcome outcome = detector.next(state, startMs, startMs + windowMs, window, lack);
            outcomes.add(outcome);
            state = codec.decode(codec.encode(outcome.state()));
        }
    }

    private @Nullable Reference frozen(int window) {
        return outcomes.get(window).frozen();
    }

    private double greatest(int window) {
        Reference reference = frozen(window);
        assertThat(reference).isNotNull();
        return reference == null
                ? Double.NaN
                : reference.features().get(0).totals().maximum();
    }

    @Test
    void firstWindowsLeaveThemOut() {
        run("{reference: {first: 5d}}", 8, TOO_MUCH, window -> window == 1 || window == 4);
        assertThat(leftOut).containsExactly(1, 4);
        assertThat(greatest(4))
                .as("the last of them is left out, and the reference complete")
                .isLessThan(10);
        assertThat(outcomes.get(5).verdict()).isNotNull();
    }

    @Test
    void theirLengthIsWaitedForAgainAndNoLonger() {
        run("{reference: {first: 3d}}", 9, TOO_MUCH, window -> true);
        assertThat(leftOut).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(greatest(6))
                .as("none is complete, so they are taken as they are")
                .isGreaterThan(90);
        assertThat(outcomes.get(7).verdict()).isNotNull();
    }

    @Test
    void thoseThatCountAreTaken() {
        run("{reference: {first: 3d}}", 4, LITTLE, window -> window == 1);
        assertThat(leftOut).isEmpty();
        assertThat(greatest(2)).isGreaterThan(90);
    }

    @Test
    void rollingWindowsLeaveThemOut() {
        run("{reference: {rolling: 3d}}", 12, TOO_MUCH, window -> window == 1 || window == 6);
        assertThat(leftOut).containsExactly(1, 6);
        outcomes.stream()
                .map(DriftDetector.Outcome::frozen)
                .filter(reference -> reference != null)
                .forEach(reference -> assertThat(
                                reference.features().get(0).totals().maximum())
                        .isLessThan(10));
        assertThat(outcomes.get(7).verdict()).isNotNull();
    }

    @Test
    void rollingWindowsTakeThemWhereThereIsNothingElse() {
        run("{reference: {rolling: 3d}}", 8, TOO_MUCH, window -> true);
        assertThat(leftOut).startsWith(0, 1, 2).doesNotContain(3);
        assertThat(outcomes.get(7).verdict()).isNotNull();
    }

    /** Two weeks in windows of 6 hours, of which the 3rd is of Monday noon: known from the second week, or the first. */
    @Test
    void hoursOfAnotherWeekTakeTheirPlace() {
        run(
                "{window: 6h, min_samples: 100, reference: {seasonal: 14d, zone: UTC}}",
                60,
                TOO_MUCH,
                window -> window == 2 || window == 35);
        assertThat(leftOut).containsExactly(2, 35);
        assertThat(greatest(56)).isLessThan(10);
        assertThat(outcomes.get(58).verdict()).as("Monday noon").isNotNull();
    }

    @Test
    void hoursThatNoOtherWeekBringsAreTakenAsTheyAre() {
        run(
                "{window: 6h, min_samples: 100, reference: {seasonal: 7d, zone: UTC}}",
                32,
                TOO_MUCH,
                window -> window == 2);
        assertThat(leftOut).isEmpty();
        assertThat(outcomes.get(30).verdict()).as("Monday noon").isNotNull();
    }

    /** Monday noon lacks a partition in the first of two weeks, and there is an outage in the second. */
    @Test
    void hoursThatALaterWeekDoesNotBringAfterAllAreTakenAsTheyWere() {
        outage = window -> window == 2 + 28;
        run(
                "{window: 6h, min_samples: 100, reference: {seasonal: 14d, zone: UTC}}",
                62,
                TOO_MUCH,
                window -> window == 2 || window == 3);
        assertThat(leftOut).containsExactly(2, 3);
        WindowVerdict noon = outcomes.get(58 - 1).verdict();
        assertThat(noon).as("Monday noon of the third week").isNotNull();
        assertThat(noon == null ? 0 : noon.features().get(0).referenceCount()).isEqualTo(200);
        WindowVerdict evening = outcomes.get(59 - 1).verdict();
        assertThat(evening == null ? 0 : evening.features().get(0).referenceCount())
                .as("of the second week, which was complete, alone")
                .isEqualTo(200);
        assertThat(evening == null || evening.drifted())
                .as("values of 100 are not in it")
                .isFalse();
    }

    /** Nothing is left out any more, so the state is written as it was before anything could be. */
    @Test
    void aReferenceThatIsCompleteKeepsNothingLeftOut() {
        run(
                "{window: 6h, min_samples: 100, reference: {seasonal: 14d, zone: UTC}}",
                60,
                TOO_MUCH,
                window -> window == 2);
        assertThat(outcomes.get(3).state())
                .isInstanceOfSatisfying(
                        DetectorState.Seasonal.class,
                        state -> assertThat(state.leftOut()).containsOnlyKeys(12));
        assertThat(outcomes.get(56).state())
                .isInstanceOfSatisfying(
                        DetectorState.Seasonal.class,
                        state -> assertThat(state.leftOut()).isEmpty());
    }
}
