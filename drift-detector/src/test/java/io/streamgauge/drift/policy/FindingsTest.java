package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.Budget;
import io.streamgauge.drift.definition.Confirmation;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.ReferencePeriod;
import io.streamgauge.drift.definition.Response;
import io.streamgauge.drift.definition.WatchDefinition;
import io.streamgauge.drift.definition.Watched;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.drift.policy.Advice.Action;
import io.streamgauge.drift.policy.Advice.Urgency;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Rows of amount, tax (a fifth of it, and a little noise), flag (0 or 1), age and the score. */
class FindingsTest {

    private static final long SEED = 20_260;
    private static final List<String> FEATURES = List.of("amount", "tax", "flag", "age", "score");
    private static final int AMOUNT = 0;
    private static final int TAX = 1;
    private static final int FLAG = 2;
    private static final int AGE = 3;
    private static final int SCORE = 4;
    private static final DriftDefinition DEFINITION = new DriftDefinition(
            Duration.ofDays(1),
            new ReferencePeriod(Duration.ofDays(14), Duration.ZERO),
            Duration.ZERO,
            new Budget(1, Duration.ofDays(30)),
            0.05,
            new DriftDefinition.Effect(0.1, 0.1),
            new Confirmation(2, 3),
            Duration.ofDays(7),
            100,
            List.of(),
            Response.DEFAULT,
            null,
            WatchDefinition.DEFAULT,
            Duration.ZERO);

    private static WindowSummary rows(int count, long seed, BiConsumer<double[], Random> change) {
        Random random = new Random(seed);
        WindowSummary summary = new WindowSummary(FEATURES.size(), 8192);
        for (int i = 0; i < count; i++) {
            double amount = 50 + 10 * random.nextGaussian();
            double[] row = {
                amount,
                0.2 * amount + 0.1 * random.nextGaussian(),
                random.nextBoolean() ? 1 : 0,
                40 + 5 * random.nextGaussian(),
                random.nextDouble()
            };
            change.accept(row, random);
            summary.add(0, new OffsetRanges.Partition("events", 0), seed * 1_000_000 + i, row);
        }
        return summary;
    }

    private static Findings findings(List<String> exclude, BiConsumer<double[], Random> change) {
        DriftDefinition definition = new DriftDefinition(
                DEFINITION.window(),
                DEFINITION.reference(),
                DEFINITION.lateness(),
                DEFINITION.budget(),
                DEFINITION.level(),
                DEFINITION.effect(),
                DEFINITION.confirmation(),
                DEFINITION.cooldown(),
                DEFINITION.minSamples(),
                exclude,
                DEFINITION.response(),
                null,
                DEFINITION.watch(),
                DEFINITION.corrections());
        List<WatchedColumn> columns = WatchedColumn.numbers(FEATURES, definition);
        Reference reference = Reference.freeze(100, 200, rows(5000, SEED, (row, random) -> {}), columns, List.of());
        WindowSummary window = rows(1000, SEED + 1, change);
        WindowVerdict verdict = new WindowJudge(columns, definition)
                .judge(0, definition.window().toMillis(), reference, window);
        return Findings.of(columns, reference, window, verdict);
    }

    private static Findings findings(BiConsumer<double[], Random> change) {
        return findings(List.of(), change);
    }

    @Test
    void nothingDriftedNothingFound() {
        assertThat(findings((row, random) -> {})).isEqualTo(Findings.NONE);
    }

    @Test
    void featuresThatMoveTogetherAreOneGroup() {
        Findings found = findings((row, random) -> {
            row[AMOUNT] += 20;
            row[TAX] += 4;
            row[AGE] += 10;
            row[SCORE] = 0.5 + row[SCORE] / 2;
        });
        assertThat(found.groups())
                .extracting(java.util.Set::copyOf)
                .containsExactlyInAnyOrder(
                        java.util.Set.of("amount", "tax"), java.util.Set.of("age"), java.util.Set.of("score"));
    }

    @Test
    void featuresMissingTogetherAreOneGroup() {
        Findings found = findings((row, random) -> {
            if (random.nextInt(3) == 0) {
                row[AMOUNT] = Double.NaN;
                row[AGE] = Double.NaN;
            }
        });
        assertThat(found.groups()).hasSize(1);
        assertThat(found.groups().get(0)).containsExactlyInAnyOrder("amount", "age");
    }

    @Test
    void contributorsAreRankedByHowFarTheyAreBeyondTheirThresholdsAndShowBothHistograms() {
        Findings found = findings((row, random) -> {
            row[AGE] += 15;
            row[SCORE] = Math.min(1, row[SCORE] + 0.25);
        });
        assertThat(found.referenceFromMs()).isEqualTo(100);
        assertThat(found.referenceToMs()).isEqualTo(200);
        assertThat(found.contributors()).extracting(Contributor::feature).containsExactly("age", "score");
        assertThat(found.contributors()).extracting(c -> c.strongest().excess()).allMatch(excess -> excess >= 1);
        Histograms age = found.contributors().get(0).histograms();
        assertThat(age.reference()).hasSize(age.edges().size() + 1);
        assertThat(age.window()).hasSameSizeAs(age.reference());
        assertThat(age.reference().stream().mapToLong(Long::longValue).sum()).isEqualTo(5000);
        assertThat(age.window().stream().mapToLong(Long::longValue).sum()).isEqualTo(1000);
        assertThat(age.reference().get(0))
                .as("a tenth lay below the first decile")
                .isBetween(450L, 550L);
        assertThat(age.window().get(0)).as("none does now").isZero();
    }

    @Test
    void atMostFiveContributorsAreNamed() {
        assertThat(Findings.CONTRIBUTORS).isEqualTo(5);
        assertThat(findings((row, random) -> {
                            for (int i = 0; i < row.length; i++) {
                                row[i] = 1000 + i;
                            }
                        })
                        .contributors())
                .hasSize(5);
    }

    private static Advice advice(BiConsumer<double[], Random> change) {
        return findings(change).advice();
    }

    @Test
    void theScoreDriftedAndNoInputIsBrokenSoRetrain() {
        Advice advice = advice((row, random) -> {
            row[AMOUNT] += 15;
            row[TAX] += 3;
            row[SCORE] = Math.min(1, row[SCORE] + 0.05 * random.nextInt(6));
        });
        assertThat(advice.action()).isEqualTo(Action.RETRAIN);
        assertThat(advice.reason()).isEqualTo("The score drifted, and no input looks broken.");
    }

    @Test
    void aScoreFarFromItsThresholdIsUrgent() {
        assertThat(advice((row, random) -> row[SCORE] = 0.5 + row[SCORE] / 2).urgency())
                .isEqualTo(Urgency.HIGH);
        assertThat(advice((row, random) -> row[SCORE] = random.nextInt(10) < 3 ? 0.5 + row[SCORE] / 2 : row[SCORE])
                        .urgency())
                .isEqualTo(Urgency.NORMAL);
    }

    @Test
    void onlyInputsMovedSoIgnore() {
        Advice advice = advice((row, random) -> row[AGE] += 10);
        assertThat(advice.action()).isEqualTo(Action.IGNORE);
        assertThat(advice.urgency()).isEqualTo(Urgency.LOW);
    }

    @Test
    void withoutAWatchOnTheScoreInputsAreEnoughToRetrain() {
        Advice advice =
                findings(List.of("score"), (row, random) -> row[AGE] += 10).advice();
        assertThat(advice.action()).isEqualTo(Action.RETRAIN);
        assertThat(advice.reason()).contains("the score is not watched");
    }

    @Test
    void missingValuesAreAMatterOfTheSource() {
        Advice advice = advice((row, random) -> {
            row[AGE] = random.nextInt(4) == 0 ? Double.NaN : row[AGE];
            row[SCORE] = row[SCORE] / 2;
        });
        assertThat(advice.action()).isEqualTo(Action.FIX_DATA_SOURCE);
        assertThat(advice.urgency()).isEqualTo(Urgency.HIGH);
        assertThat(advice.reason()).matches("age is missing in 2\\d % of the rows, in 0 % of the reference\\.");
    }

    @Test
    void anotherUnitIsAMatterOfTheSource() {
        Advice advice = advice((row, random) -> row[AMOUNT] *= 100);
        assertThat(advice.action()).isEqualTo(Action.FIX_DATA_SOURCE);
        assertThat(advice.reason()).startsWith("amount lies in 100 % of the rows further outside of [");
    }

    @Test
    void oneValueForAllIsAMatterOfTheSource() {
        Advice advice = advice((row, random) -> row[AGE] = 40);
        assertThat(advice.action()).isEqualTo(Action.FIX_DATA_SOURCE);
        assertThat(advice.reason()).isEqualTo("age is 40.0 in 100 % of the rows.");
    }

    @Test
    void aCategoryNeverSeenIsAMatterOfTheSource() {
        Advice advice = advice((row, random) -> row[FLAG] = random.nextInt(5) == 0 ? 2 : row[FLAG]);
        assertThat(advice.action()).isEqualTo(Action.FIX_DATA_SOURCE);
        assertThat(advice.reason()).contains("flag has in 2").contains("a value that the reference never has");
    }

    private static final List<WatchedColumn> ALL_PARTS = List.of(
            new WatchedColumn("amount", false, List.of()),
            new WatchedColumn("score", false, List.of()),
            new WatchedColumn("scores", false, List.of()),
            new WatchedColumn("decision", true, List.of(), Watched.DECISION),
            new WatchedColumn("probability", false, List.of(), Watched.OUTPUTS),
            new WatchedColumn("freshness", false, List.of(), Watched.FRESHNESS));

    @Test
    void whatTheModelSaysIsNoInputAndHowManyPredictionsThereAreIsNeither() {
        assertThat(List.of("amount", "scores", "amount[score=1]"))
                .allMatch(name -> Role.of(name, ALL_PARTS) == Role.INPUT);
        assertThat(List.of("score", "score[EU]", "decision", "probability", "decision[country=DE]"))
                .allMatch(name -> Role.of(name, ALL_PARTS) == Role.OUTPUT);
        assertThat(List.of("freshness", "volume")).allMatch(name -> Role.of(name, ALL_PARTS) == Role.TRAFFIC);
    }

    private static Advice adviceOn(String... drifted) {
        List<FeatureVerdict> verdicts = ALL_PARTS.stream()
                .map(column -> new FeatureVerdict(
                        column.name(),
                        "ks",
                        0.2,
                        0.1,
                        0.001,
                        0.001,
                        List.of(drifted).contains(column.name()),
                        1000,
                        500,
                        0))
                .toList();
        WindowVerdict window = new WindowVerdict(0, 1, verdicts, new OffsetRanges());
        return Advice.of(window.evidence(), window, ALL_PARTS, List.of());
    }

    @Test
    void anyOutputThatDriftedIsWorthTrainingAndTrafficAloneIsNot() {
        assertThat(adviceOn("amount").action()).isEqualTo(Action.IGNORE);
        assertThat(adviceOn("amount", "freshness").action()).isEqualTo(Action.IGNORE);
        assertThat(adviceOn("amount", "decision").action()).isEqualTo(Action.RETRAIN);
        assertThat(adviceOn("decision").reason()).isEqualTo("The decision drifted, and no input looks broken.");
        assertThat(adviceOn("freshness").action()).isEqualTo(Action.FIX_DATA_SOURCE);
        assertThat(adviceOn("freshness").reason())
                .isEqualTo("Only freshness changed, and nothing that the model is given or says.");
    }

    /** The lower of two figures that fall is further beyond its threshold. */
    @Test
    void figuresThatFallAreTheFurtherTheLower() {
        List<FeatureVerdict> fallen = java.util.stream.DoubleStream.of(0.65, 0.4, 0.0, 0.7)
                .mapToObj(value -> new FeatureVerdict(
                        "performance", "f" + value, value, 0.7, 0.001, 0.001, true, 1000, 500, 0, true))
                .sorted(FeatureVerdict.STRONGEST_FIRST)
                .toList();
        assertThat(fallen).extracting(FeatureVerdict::value).containsExactly(0.0, 0.4, 0.65, 0.7);
        assertThat(fallen.get(3).excess()).isEqualTo(1);
        assertThat(fallen).extracting(FeatureVerdict::excess).allMatch(excess -> Double.isFinite(excess));
    }

    @Test
    void oneWeakFaultAmongManyChangesDoesNotDecide() {
        Advice advice = advice((row, random) -> {
            row[AMOUNT] += 40;
            row[TAX] += 8;
            row[FLAG] = random.nextInt(20) == 0 ? 0 : 1;
            row[AGE] = random.nextInt(7) == 0 ? Double.NaN : row[AGE];
            row[SCORE] = row[SCORE] / 2;
        });
        assertThat(advice.action()).isEqualTo(Action.RETRAIN);
    }
}
