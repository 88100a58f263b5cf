package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.profile.OffsetRanges.Partition;
import io.streamgauge.drift.profile.Profile;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.DetectorCodec;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What windows are compared with, by what {@code drift.reference} says; the state through its bytes after each window. */
class ReferenceModesTest {

    private static final long DAY_MS = 86_400_000L;
    private static final Partition SOURCE = new Partition("payments", 0);
    private static final ModelKey MODEL = new ModelKey("m", "1", "");
    private static final List<String> FEATURES = List.of("amount", "score");

    static DriftDefinition definition(String drift) {
        Problems problems = new Problems();
        DriftDefinition definition = DriftSection.read(YamlDocument.parse("test", drift), problems);
        problems.throwIfAny();
        return definition;
    }

    static ProfileReference given(String id, Profile profile, DriftDefinition definition) {
        return new ProfileReference() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Reference reference() {
                return profile.reference(
                        id,
                        WatchedColumn.numbers(FEATURES, definition),
                        definition.watch().segments(),
                        definition::windowStartMs);
            }
        };
    }

    /** Ten days of training data without a score. */
    private static Profile profile(double mean, long seed) {
        Random random = new Random(seed);
        Profile profile = new Profile(List.of(new Profile.Field("amount", false)));
        for (int i = 0; i < 5000; i++) {
            profile.add(-i * DAY_MS / 500, new double[] {mean + random.nextGaussian()}, new String[0]);
        }
        return profile;
    }

    private static WindowSummary window(int day, int rows, double mean, Random random) {
        WindowSummary window = new WindowSummary(2, DriftDetector.WINDOW_ROWS);
        for (int i = 0; i < rows; i++) {
            window.add(day * DAY_MS, SOURCE, day * 100_000L + i, new double[] {
                mean + random.nextGaussian(), random.nextGaussian()
            });
        }
        return window;
    }

    private static final class Run {
        private final DetectorCodec codec = new DetectorCodec(FEATURES);
        private final Random random = new Random(20261122);
        private final List<DriftDetector.Outcome> outcomes = new ArrayList<>();
        private @Nullable DetectorState state;

        private Run days(DriftDetector detector, int from, int to, IntToDoubleFunction mean, IntUnaryOperator rows) {
            for (int day = from; day < to; day++) {
                DriftDetector.Outcome outcome = detector.next(
                        state, day * DAY_MS, window(day, rows.applyAsInt(day), mean.applyAsDouble(day), random));
                byte[] bytes = codec.encode(outcome.state());
                state = codec.decode(bytes);
                assertThat(codec.encode(state)).isEqualTo(bytes);
                outcomes.add(outcome);
            }
            return this;
        }

        private WindowVerdict verdict(int day) {
            WindowVerdict verdict = outcomes.get(day).verdict();
            assertThat(verdict).isNotNull();
            return Objects.requireNonNull(verdict);
        }
    }

    private static DriftDetector detector(DriftDefinition definition, @Nullable ProfileReference profile) {
        return new DriftDetector("p", MODEL, definition, WatchedColumn.numbers(FEATURES, definition), profile);
    }

    @Test
    void aProfileIsComparedWithFromTheFirstWindow() {
        DriftDefinition definition = definition("reference: {file: p.json}");
        Run run = new Run()
                .days(
                        detector(definition, given("a".repeat(64), profile(0, 1), definition)),
                        0,
                        6,
                        day -> day < 4 ? 0 : 1,
                        day -> 1000);

        assertThat(run.outcomes.get(0).frozen()).isNotNull();
        assertThat(run.verdict(0).referenceId()).isEqualTo("a".repeat(64));
        assertThat(run.verdict(0).features())
                .as("the profile has no score")
                .extracting(FeatureVerdict::feature)
                .containsOnly("amount");
        assertThat(run.outcomes.subList(0, 4))
                .noneMatch(outcome -> outcome.verdict() == null)
                .allMatch(outcome -> outcome.changes().isEmpty());
        assertThat(run.outcomes.get(4).changes()).hasSize(1);
        assertThat(run.outcomes.get(5).retraining())
                .extracting(RetrainingRequest::referenceId)
                .isEqualTo("a".repeat(64));
    }

    @Test
    void windowsBeforeFeaturesAreFilledAreNotCompared() {
        DriftDefinition definition = definition("reference: {file: p.json, after: 2d}");
        Run run = new Run()
                .days(
                        detector(definition, given("a".repeat(64), profile(0, 1), definition)),
                        0,
                        3,
                        day -> day < 2 ? 9 : 0,
                        day -> 1000);
        assertThat(run.outcomes.get(1).verdict()).isNull();
        assertThat(run.verdict(2).drifted()).isFalse();
    }

    @Test
    void aModelWithoutAProfileHasItsFirstWindows() {
        DriftDefinition definition = definition("reference: {file: p.json, first: 3d}");
        Run run = new Run().days(detector(definition, null), 0, 4, day -> 5, day -> 1000);
        assertThat(run.outcomes.get(2).frozen()).isNotNull();
        assertThat(run.verdict(3).drifted()).isFalse();
        assertThat(run.verdict(3).referenceId()).isNotEqualTo("a".repeat(64)).hasSize(64);
    }

    @Test
    void anotherProfileTakesItsPlaceAndResolvesWhatWasOpen() {
        DriftDefinition definition = definition("reference: {file: p.json}");
        Run run = new Run()
                .days(
                        detector(definition, given("a".repeat(64), profile(0, 1), definition)),
                        0,
                        2,
                        day -> 1,
                        day -> 1000);
        String open = run.outcomes.get(0).changes().get(0).alertId();

        run.days(detector(definition, given("b".repeat(64), profile(1, 2), definition)), 2, 4, day -> 1, day -> 1000);

        assertThat(run.outcomes.get(2).changes()).hasSize(1);
        AlertChange resolved = run.outcomes.get(2).changes().get(0);
        assertThat(resolved.status()).isEqualTo(AlertChange.Status.RESOLVED);
        assertThat(resolved.alertId()).isEqualTo(open);
        assertThat(resolved.message())
                .isEqualTo("The reference was replaced: windows are now compared with profile bbbbbbbbbbbb.");
        assertThat(run.verdict(2).referenceId()).isEqualTo("b".repeat(64));
        assertThat(run.verdict(3).drifted()).isFalse();
    }

    @Test
    void theFirstEventsAreWholeWindowsUntilThereAreEnough() {
        DriftDefinition definition = definition("reference: {events: 2500, after: 1d}");
        Run run = new Run().days(detector(definition, null), 0, 6, day -> 0, day -> 700);
        assertThat(run.outcomes.get(3).frozen()).isNull();
        Reference frozen = Objects.requireNonNull(run.outcomes.get(4).frozen());
        assertThat(frozen.startMs()).isEqualTo(DAY_MS);
        assertThat(frozen.endMs()).isEqualTo(5 * DAY_MS);
        assertThat(frozen.features().get(0).totals().count()).isEqualTo(2800);
        assertThat(run.verdict(5).drifted()).isFalse();
    }

    /** Windows against a profile of the same distribution, every other round with another profile: 5 % at 5 %. */
    @Test
    void falseAlarmsOfAProfileAreAsDeclared() {
        DriftDefinition definition = definition("reference: {file: p.json}");
        List<WatchedColumn> columns = WatchedColumn.numbers(List.of("amount"), definition);
        WindowJudge judge = new WindowJudge(columns, definition);
        Random random = new Random(20261122);
        int rounds = 3000;
        int[] alarms = new int[2];
        for (int round = 0; round < rounds; round++) {
            Profile profile = new Profile(List.of(new Profile.Field("amount", false)));
            for (int i = 0; i < 1000; i++) {
                profile.add(new double[] {random.nextGaussian()}, new String[0]);
            }
            WindowSummary window = new WindowSummary(1, DriftDetector.WINDOW_ROWS);
            for (int i = 0; i < 300; i++) {
                window.add(0, SOURCE, i + 1000L * round, new double[] {random.nextGaussian()});
            }
            WindowVerdict verdict = judge.judge(
                    0,
                    definition.window().toMillis(),
                    profile.reference("a", columns, List.of(), definition::windowStartMs),
                    window);
            for (int i = 0; i < 2; i++) {
                alarms[i] += verdict.features().get(i).pValue() <= 0.05 ? 1 : 0;
            }
        }
        assertThat(alarms[0] / (double) rounds).as("psi").isBetween(0.04, 0.06);
        assertThat(alarms[1] / (double) rounds).as("ks").isBetween(0.04, 0.06);
    }

    private static List<AlertChange.Status> changes(Run run) {
        return run.outcomes.stream()
                .flatMap(outcome -> outcome.changes().stream())
                .map(AlertChange::status)
                .toList();
    }

    @Test
    void aRollingReferenceStaysBehindByItsLag() {
        DriftDefinition definition = definition("reference: {rolling: 7d, lag: 3d, after: 1d}");
        Run run = new Run().days(detector(definition, null), 0, 25, day -> 0, day -> 300);
        assertThat(run.outcomes.subList(0, 8)).allMatch(outcome -> outcome.verdict() == null);
        assertThat(run.verdict(8).referenceId())
                .as("until lag and length have passed, the first windows")
                .isEqualTo(run.verdict(11).referenceId())
                .isNotEqualTo(run.verdict(12).referenceId());
        assertThat(run.verdict(24).features().get(0).referenceCount()).isEqualTo(7 * 300);
        assertThat(run.outcomes.stream().map(DriftDetector.Outcome::frozen).filter(Objects::nonNull))
                .as("published when it is wholly another")
                .extracting(Reference::endMs)
                .containsExactly(8 * DAY_MS, 15 * DAY_MS);
        assertThat(((DetectorState.Rolling) Objects.requireNonNull(run.state)).windows())
                .as("those of the reference and of the lag")
                .hasSize(7 + 3 + 1);
    }

    /** 0.03 standard deviations a day: too little from one day to the next week, plain over a month. */
    @Test
    void aSlowDriftIsSeenThroughTheLagAndNotWithout() {
        DriftDefinition without = definition("reference: {rolling: 7d, lag: 0d}");
        DriftDefinition lagged = definition("reference: {rolling: 7d, lag: 21d}");
        IntToDoubleFunction slow = day -> 0.03 * Math.max(0, day - 28);
        assertThat(changes(new Run().days(detector(without, null), 0, 90, slow, day -> 1000)))
                .isEmpty();
        assertThat(changes(new Run().days(detector(lagged, null), 0, 90, slow, day -> 1000)))
                .contains(AlertChange.Status.OPENED, AlertChange.Status.ESCALATED);
    }

    @Test
    void aChangeThatStaysIsNoDriftAnyMoreWhenLagAndLengthHavePassed() {
        DriftDefinition definition = definition("reference: {rolling: 7d, lag: 3d}");
        Run run = new Run().days(detector(definition, null), 0, 40, day -> day < 20 ? 0 : 1, day -> 600);
        assertThat(changes(run))
                .containsExactly(AlertChange.Status.OPENED, AlertChange.Status.ESCALATED, AlertChange.Status.RESOLVED);
        assertThat(run.verdict(20).drifted()).isTrue();
        assertThat(run.outcomes.subList(30, 40))
                .noneMatch(outcome -> Objects.requireNonNull(outcome.verdict()).drifted());
    }

    @Test
    void falseAlarmsOfARollingReferenceAreAsDeclared() {
        DriftDefinition definition = definition("{reference: {rolling: 14d, lag: 7d}, min_samples: 20}");
        Run run = new Run();
        DriftDetector detector = detector(definition, null);
        int[] alarms = new int[4];
        int judged = 0;
        for (int day = 0; day < 2000; day++) {
            DriftDetector.Outcome outcome = detector.next(run.state, day * DAY_MS, window(day, 90, 0, run.random));
            run.state = outcome.state();
            WindowVerdict verdict = outcome.verdict();
            if (verdict != null) {
                judged++;
                for (int i = 0; i < alarms.length; i++) {
                    alarms[i] += verdict.features().get(i).pValue() <= 0.05 ? 1 : 0;
                }
            }
        }
        System.out.printf(
                "rolling, 14 windows of 90: psi %d, ks %d, psi %d, ks %d of %d at 5 %%%n",
                alarms[0], alarms[1], alarms[2], alarms[3], judged);
        assertThat((alarms[0] + alarms[2]) / (2.0 * judged)).as("psi").isBetween(0.04, 0.06);
        assertThat((alarms[1] + alarms[3]) / (2.0 * judged)).as("ks").isBetween(0.04, 0.06);
    }

    @Test
    void anotherModeBeginsAnewAndResolvesWhatWasOpen() {
        DriftDefinition first = definition("reference: {first: 3d}");
        DriftDefinition rolling = definition("reference: {rolling: 3d}");
        Run run = new Run().days(detector(first, null), 0, 4, day -> day < 3 ? 0 : 2, day -> 500);
        run.days(detector(rolling, null), 4, 8, day -> 2, day -> 500);
        assertThat(changes(run)).containsExactly(AlertChange.Status.OPENED, AlertChange.Status.RESOLVED);
        assertThat(run.outcomes.get(4).changes().get(0).message()).contains("compared with those before them");
        assertThat(run.verdict(7).drifted()).isFalse();
    }

    /** An event was raised at the end of day 4: with a cool-down of a week the next comes at the end of day 11, whatever the reference. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"first: 3d|rolling: 3d", "rolling: 3d|first: 3d"})
    void theCoolDownGoesOnWhenTheReferenceBeginsAnew(String one, String other) {
        DriftDefinition before = definition("reference: {" + one + "}");
        DriftDefinition after = definition("reference: {" + other + "}");
        Run run = new Run().days(detector(before, null), 0, 5, day -> day < 3 ? 0 : 2, day -> 500);
        assertThat(run.outcomes.get(4).retraining()).isNotNull();
        run.days(detector(after, null), 5, 16, day -> day < 8 ? 2 : 6, day -> 500);
        assertThat(run.outcomes.get(9).changes()).as("confirmed").isNotEmpty();
        for (int day = 5; day < 16; day++) {
            assertThat(run.outcomes.get(day).retraining() != null)
                    .as("an event of day " + day)
                    .isEqualTo(day == 11);
        }
    }
}
