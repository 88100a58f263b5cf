package io.streamgauge.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.drift.definition.Budget;
import io.streamgauge.drift.definition.Confirmation;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.ReferencePeriod;
import io.streamgauge.drift.definition.Response;
import io.streamgauge.drift.definition.WatchDefinition;
import io.streamgauge.drift.profile.OffsetRanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * The budget against what policy and level make of windows in which nothing changed: each shows drift with just the chance that
 * {@link DriftDefinition#windowLevel} allows it, independently or with a memory (an AR(1) of normal numbers, cut at that chance).
 * It prints the rates; docs/retraining.md quotes them.
 */
class BudgetTest {

    private static final long SEED = 30;
    private static final int PERIODS = 300;
    private static final int MANY = 4_000;

    private static DriftDefinition definition(Duration window, Confirmation confirmation, Duration cooldown) {
        return new DriftDefinition(
                window,
                new ReferencePeriod(window, Duration.ZERO),
                Duration.ZERO,
                new Budget(1, Duration.ofDays(30)),
                0.05,
                new DriftDefinition.Effect(0, 0),
                confirmation,
                cooldown,
                100,
                List.of(),
                Response.DEFAULT,
                null,
                WatchDefinition.DEFAULT,
                Duration.ZERO);
    }

    private record Rates(double retrainings, double alerts, double driftedWindows) {}

    /** Per budget's period, over as many of them. */
    private static Rates simulate(DriftDefinition definition, double memory, int periods) {
        Random random = new Random(SEED);
        long windowMs = definition.window().toMillis();
        long windows = periods * definition.budget().per().toMillis() / windowMs;
        double cut = new NormalDistribution().inverseCumulativeProbability(1 - definition.windowLevel());
        AlertPolicy policy = new AlertPolicy("p", new ModelKey("m", "1", ""), definition);
        AlertState state = AlertState.NONE;
        double level = random.nextGaussian();
        long retrainings = 0;
        long alerts = 0;
        long drifted = 0;
        for (long i = 0; i < windows; i++) {
            level = memory * level + Math.sqrt(1 - memory * memory) * random.nextGaussian();
            boolean shows = level > cut;
            FeatureVerdict verdict = new FeatureVerdict("x", "ks", 0.2, 0.1, 0.01, 0.01, shows, 1000, 500, 0);
            AlertPolicy.Decision decision = policy.decide(
                    state,
                    new WindowVerdict(i * windowMs, (i + 1) * windowMs, List.of(verdict), new OffsetRanges()),
                    Findings.NONE);
            state = decision.state();
            drifted += shows ? 1 : 0;
            alerts += decision.changes().stream()
                    .filter(change -> change.status() == AlertChange.Status.OPENED)
                    .count();
            retrainings += decision.retraining() == null ? 0 : 1;
        }
        return new Rates((double) retrainings / periods, (double) alerts / periods, (double) drifted / periods);
    }

    /**
     * A retraining event takes at least one window that shows drift, and of those there are on average as many as the budget has
     * events: so it holds whatever the windows' dependence. Confirmation keeps it far below where they are independent.
     */
    @Test
    void atMostOneFalseRetrainingIn30Days() {
        List<String> table = new ArrayList<>();
        table.add("| window | confirm | memory | retrainings per 30 days | alerts | drifted windows |");
        table.add("|---|---|---|---|---|---|");
        for (Duration window : List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1))) {
            for (Confirmation confirmation : List.of(new Confirmation(1, 1), new Confirmation(2, 3))) {
                for (double memory : List.of(0.0, 0.5, 0.9, 0.99)) {
                    Rates rates = simulate(definition(window, confirmation, Duration.ofDays(7)), memory, PERIODS);
                    String row = String.format(
                            Locale.ROOT,
                            "| %d h | %d of %d | %.2f | %.3f | %.3f | %.3f |",
                            window.toHours(),
                            confirmation.drifted(),
                            confirmation.windows(),
                            memory,
                            rates.retrainings(),
                            rates.alerts(),
                            rates.driftedWindows());
                    table.add(row);
                    assertThat(rates.retrainings()).as("%s, seed %d", row, SEED).isLessThanOrEqualTo(1);
                }
            }
        }
        table.forEach(System.out::println);
    }

    /** The bound is met, and not only because nothing ever happens: with 1 of 1 each drifted window of its own is an event. */
    @Test
    void theBudgetIsUsedWhereNothingConfirms() {
        DriftDefinition definition = definition(Duration.ofDays(1), new Confirmation(1, 1), Duration.ZERO);
        assertThat(simulate(definition, 0, MANY).retrainings()).isBetween(0.9, 1.05);
    }

    /** Two of three independent windows at chance p: an event takes 2 of 3 in a row, about 2·p² per window. */
    @Test
    void confirmationOfIndependentWindowsLeavesThisMuch() {
        DriftDefinition definition = definition(Duration.ofDays(1), new Confirmation(2, 3), Duration.ZERO);
        double p = definition.windowLevel();
        assertThat(simulate(definition, 0, MANY).retrainings()).isBetween(30 * 2 * p * p * 0.75, 30 * 2 * p * p * 1.1);
    }
}
