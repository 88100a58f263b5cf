package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.Budget;
import io.streamgauge.drift.definition.Confirmation;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.ReferencePeriod;
import io.streamgauge.drift.definition.Response;
import io.streamgauge.drift.definition.WatchDefinition;
import io.streamgauge.drift.policy.AlertChange.Status;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.OffsetRanges.Partition;
import io.streamgauge.drift.profile.OffsetRanges.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Stories in one letter per day: d drifted, D drifted so far that it is critical, - did not. */
class AlertPolicyTest {

    private static final long DAY_MS = 86_400_000L;
    private static final Partition P0 = new Partition("events", 0);

    private static AlertPolicy policy(String pipeline) {
        DriftDefinition definition = new DriftDefinition(
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
                new Response(new DriftDefinition.Effect(0.5, 0.5), null),
                null,
                WatchDefinition.DEFAULT,
                Duration.ZERO);
        return new AlertPolicy(pipeline, new ModelKey("fraud", "1", ""), definition);
    }

    private static WindowVerdict day(int day, boolean drifted) {
        return day(day, drifted, 0.3);
    }

    private static WindowVerdict day(int day, boolean drifted, double psi) {
        OffsetRanges offsets = new OffsetRanges();
        offsets.add(P0, new Range(day * 10L, day * 10L + 9));
        FeatureVerdict verdict = new FeatureVerdict("amount", "psi", psi, 0.1, 1e-9, 1e-8, drifted, 1000, 500, 0);
        return new WindowVerdict(day * DAY_MS, (day + 1) * DAY_MS, List.of(verdict), offsets);
    }

    /** What happened, as {@code day:word}, in order. */
    private static List<String> story(String days) {
        List<String> story = new ArrayList<>();
        AlertState state = AlertState.NONE;
        for (int day = 0; day < days.length(); day++) {
            AlertPolicy.Decision decision = policy("fraud")
                    .decide(
                            state,
                            day(day, days.charAt(day) != '-', days.charAt(day) == 'D' ? 0.6 : 0.3),
                            Findings.NONE);
            state = decision.state();
            for (AlertChange change : decision.changes()) {
                story.add(day + ":" + change.status() + (change.critical() ? " critical" : ""));
            }
            if (decision.retraining() != null) {
                story.add(day + ":retrain");
            }
        }
        return story;
    }

    @Test
    void opensAtOnceEscalatesWhenConfirmedResolvesWhenQuiet() {
        assertThat(story("--ddd---"))
                .containsExactly("2:OPENED", "3:ESCALATED critical", "3:retrain", "7:RESOLVED critical");
    }

    @Test
    void oneOddDayIsAWarningOnly() {
        assertThat(story("--d---d---")).containsExactly("2:OPENED", "5:RESOLVED", "6:OPENED", "9:RESOLVED");
    }

    @Test
    void twoOfThreeConfirm() {
        assertThat(story("d-d")).containsExactly("0:OPENED", "2:ESCALATED critical", "2:retrain");
    }

    @Test
    void aChangeBeyondTheDeclaredEffectIsCriticalAtOnceButRetrainingWaitsForConfirmation() {
        assertThat(story("--D---")).containsExactly("2:OPENED critical", "5:RESOLVED critical");
        assertThat(story("Dd")).containsExactly("0:OPENED critical", "1:retrain");
        assertThat(story("d--D")).containsExactly("0:OPENED", "3:ESCALATED critical");
    }

    @Test
    void oneRetrainingPerAlert() {
        assertThat(story("dddddddddddddddddddd")).containsExactly("0:OPENED", "1:ESCALATED critical", "1:retrain");
    }

    @Test
    void theCoolDownHoldsBackTheNextEvent() {
        assertThat(story("dd---ddddd"))
                .containsExactly(
                        "0:OPENED",
                        "1:ESCALATED critical",
                        "1:retrain",
                        "4:RESOLVED critical",
                        "5:OPENED",
                        "6:ESCALATED critical",
                        "8:retrain");
    }

    @Test
    void trainsFromTheFirstDriftedWindowToTheDecidingOne() {
        AlertState state = policy("fraud")
                .decide(AlertState.NONE, day(4, true), Findings.NONE)
                .state();
        state = policy("fraud").decide(state, day(5, false), Findings.NONE).state();
        RetrainingRequest request = Objects.requireNonNull(
                policy("fraud").decide(state, day(6, true), Findings.NONE).retraining());
        assertThat(request.trainFromMs()).isEqualTo(4 * DAY_MS);
        assertThat(request.trainToMs()).isEqualTo(7 * DAY_MS);
        assertThat(request.offsets().asMap()).containsEntry(P0, new Range(40, 69));
        assertThat(request.reason()).contains("2 of the last 3").contains("amount (psi 0.300, threshold 0.100)");
    }

    /** An outage is told, and what comes after it asks for a model all the same. */
    @Test
    void whatNoTrainingChangesRaisesNoEvent() {
        Findings traffic = new Findings(0, DAY_MS, List.of(), List.of(), Advice.NONE, false);
        AlertState state = AlertState.NONE;
        List<AlertChange> changes = new ArrayList<>();
        for (int day = 0; day < 3; day++) {
            AlertPolicy.Decision decision = policy("fraud").decide(state, day(day, true), traffic);
            assertThat(decision.retraining()).as("day " + day).isNull();
            changes.addAll(decision.changes());
            state = decision.state();
        }
        assertThat(changes).extracting(AlertChange::status).containsExactly(Status.OPENED, Status.ESCALATED);
        assertThat(policy("fraud").decide(state, day(3, true), Findings.NONE).retraining())
                .isNotNull();
    }

    /** Who runs over the same windows again, with another level or other effects, finds what was found before under the same id. */
    @Test
    void anIdNamesTheWindowAndNotTheDefinition() {
        DriftDefinition other =
                ReferenceModesTest.definition("{reference: {first: 7d}, level: 0.01, effect: {psi: 0.2}}");
        assertThat(new AlertPolicy("fraud", new ModelKey("fraud", "1", ""), other)
                        .decide(AlertState.NONE, day(0, true), Findings.NONE)
                        .changes()
                        .get(0)
                        .alertId())
                .isEqualTo("a341605cd6e435e1676e260fb0291cc5becb0877c1263027c58e571ce3821a75");
    }

    /** Golden: ids are keys in other people's systems and never change. sha256("alert",FF,"fraud",FF,"fraud",FF,"1",FF,"0",FF). */
    @Test
    void idsAreForEver() {
        AlertChange change = policy("fraud")
                .decide(AlertState.NONE, day(0, true), Findings.NONE)
                .changes()
                .get(0);
        assertThat(change.status()).isEqualTo(Status.OPENED);
        assertThat(change.alertId()).isEqualTo("a341605cd6e435e1676e260fb0291cc5becb0877c1263027c58e571ce3821a75");
        AlertChange other = policy("other")
                .decide(AlertState.NONE, day(0, true), Findings.NONE)
                .changes()
                .get(0);
        assertThat(other.alertId()).isNotEqualTo(change.alertId());
    }
}
