package io.streamgauge.drift.labels;

import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.statistic.BenjaminiHochberg;
import io.streamgauge.drift.statistic.ChiSquared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.special.Gamma;
import org.jspecify.annotations.Nullable;

/**
 * Compares the groups of a window. For each input that makes groups, the greatest gap between two of
 *
 * <ul>
 *   <li>the shares decided positive: demographic parity [1];
 *   <li>the shares decided positive of those that came true: equal opportunity [2];
 *   <li>the means of score − outcome, where all scores are chances: calibration.
 * </ul>
 *
 * A gap of shares is tested by chi-squared over all groups, one of means by Cochran's Q [3]; a group counts with {@value #LEAST} events
 * or more that the figure is of. Significant is by Benjamini-Hochberg over all gaps of the window.
 *
 * <p>[1] Dwork et al., Fairness through awareness, ITCS 2012. [2] Hardt, Price and Srebro, Equality of opportunity in supervised
 * learning, NIPS 2016. [3] Cochran, The combination of estimates from different experiments, Biometrics 10, 1954.
 */
final class FairnessJudge {

    static final String PARITY = "demographic_parity";
    static final String OPPORTUNITY = "equal_opportunity";

    /** Name of a group's share of positive decisions. */
    static final String POSITIVE_RATE = "positive_rate";

    /** Name of a group's mean of score − outcome. */
    static final String BEYOND = "calibration";

    /** Name of the gap between what scores say and what comes true. */
    static final String CALIBRATION = "calibration_gap";

    /** Names of the gaps. */
    static final Set<String> GAPS = Set.of(PARITY, OPPORTUNITY, CALIBRATION);

    /** Events that a group must have. */
    static final int LEAST = 30;

    private final PerformanceDefinition definition;
    private final double level;

    FairnessJudge(PerformanceDefinition definition, double level) {
        this.definition = definition;
        this.level = level;
    }

    /** Sums of one group. */
    private static final class Tally {
        private long count;
        private double sum;
        private double squares;

        void add(double value) {
            count++;
            sum += value;
            squares += value * value;
        }

        double mean() {
            return sum / count;
        }

        /** Squared standard error of the mean. */
        double errorSquared() {
            return Math.max(0, squares - sum * sum / count) / (count - 1) / count;
        }
    }

    private record Gap(
            String input, String statistic, String groupStatistic, Map<String, Tally> groups, double pValue) {

        double value() {
            double most =
                    groups.values().stream().mapToDouble(Tally::mean).max().orElse(Double.NaN);
            double least =
                    groups.values().stream().mapToDouble(Tally::mean).min().orElse(Double.NaN);
            return most - least;
        }

        long count() {
            return groups.values().stream().mapToLong(group -> group.count).sum();
        }
    }

    /** All gaps, each followed by the figures of its groups. */
    List<PerformanceMetric> judge(Subject subject, long endMs, OutcomeWindow window, long momentMs) {
        List<Gap> gaps = new ArrayList<>();
        for (int i = 0; i < definition.groups().size(); i++) {
            gaps(i, window, momentMs, gaps);
        }
        double[] pValues = gaps.stream().mapToDouble(Gap::pValue).toArray();
        double[] adjusted = BenjaminiHochberg.adjust(pValues);
        List<PerformanceMetric> metrics = new ArrayList<>();
        for (int i = 0; i < gaps.size(); i++) {
            Gap gap = gaps.get(i);
            boolean unfair = adjusted[i] <= level && gap.value() >= definition.fairnessEffect();
            metrics.add(metric(
                    subject,
                    endMs,
                    window,
                    gap.input(),
                    gap.statistic(),
                    gap.value(),
                    null,
                    gap.count(),
                    new double[] {definition.fairnessEffect(), pValues[i], adjusted[i]},
                    unfair));
            gap.groups()
                    .forEach((group, tally) -> metrics.add(metric(
                            subject,
                            endMs,
                            window,
                            gap.input() + "=" + group,
                            gap.groupStatistic(),
                            tally.mean(),
                            Math.sqrt(tally.errorSquared()),
                            tally.count,
                            new double[] {tally.mean(), 1, 1},
                            false)));
        }
        return metrics;
    }

    private static void gaps(int input, OutcomeWindow window, long momentMs, String name, List<Gap> gaps) {
        Map<String, Tally> decided = new TreeMap<>();
        Map<String, Tally> found = new TreeMap<>();
        Map<String, Tally> beyond = new TreeMap<>();
        boolean chances = window.scored().scoresAreChances();
        for (JudgedRow row : window.rows()) {
            if (Double.isNaN(row.score())) {
                continue;
            }
            String group = row.groups().get(input);
            tally(decided, group).add(row.decided());
            Outcome outcome = row.before(momentMs);
            if (outcome != null && outcome.value() > 0.5) {
                tally(found, group).add(row.decided());
            }
            if (outcome != null && chances) {
                tally(beyond, group).add(row.score() - outcome.value());
            }
        }
        addShares(gaps, name, PARITY, POSITIVE_RATE, decided);
        addShares(gaps, name, OPPORTUNITY, "recall", found);
        beyond.values().removeIf(tally -> tally.count < LEAST);
        if (beyond.size() > 1) {
            gaps.add(new Gap(name, CALIBRATION, BEYOND, beyond, heterogeneity(beyond)));
        }
    }

    private void gaps(int input, OutcomeWindow window, long momentMs, List<Gap> gaps) {
        // Rows that a restart brought from before the groups were declared have none.
        if (window.rows().stream()
                .allMatch(row -> row.groups().size() == definition.groups().size())) {
            gaps(input, window, momentMs, definition.groups().get(input), gaps);
        }
    }

    private static void addShares(
            List<Gap> gaps, String input, String statistic, String groupStatistic, Map<String, Tally> groups) {
        groups.values().removeIf(tally -> tally.count < LEAST);
        if (groups.size() > 1) {
            long[] positive = groups.values().stream()
                    .mapToLong(tally -> Math.round(tally.sum))
                    .toArray();
            long[] negative = groups.values().stream()
                    .mapToLong(tally -> tally.count - Math.round(tally.sum))
                    .toArray();
            gaps.add(new Gap(
                    input,
                    statistic,
                    groupStatistic,
                    groups,
                    ChiSquared.of(positive, negative).pValue()));
        }
    }

    private static Tally tally(Map<String, Tally> tallies, String group) {
        return tallies.computeIfAbsent(group, name -> new Tally());
    }

    /** P-value of Q = Σ (dᵢ − d̄)²/seᵢ², d̄ weighted by 1/seᵢ², with one less degrees of freedom than groups. */
    private static double heterogeneity(Map<String, Tally> groups) {
        double weights = 0;
        double weighted = 0;
        for (Tally group : groups.values()) {
            weights += 1 / group.errorSquared();
            weighted += group.mean() / group.errorSquared();
        }
        double q = 0;
        for (Tally group : groups.values()) {
            double gap = group.mean() - weighted / weights;
            q += gap * gap / group.errorSquared();
        }
        return Double.isFinite(q) ? Gamma.regularizedGammaQ((groups.size() - 1) / 2.0, q / 2) : 1;
    }

    /** @param tested threshold, p-value and adjusted p-value */
    private static PerformanceMetric metric(
            Subject subject,
            long endMs,
            OutcomeWindow window,
            String group,
            String statistic,
            double value,
            @Nullable Double error,
            long count,
            double[] tested,
            boolean unfair) {
        return new PerformanceMetric(
                subject,
                window.startMs(),
                endMs,
                group,
                statistic,
                value,
                error,
                null,
                null,
                tested[0],
                tested[1],
                tested[2],
                unfair,
                0,
                count,
                window.rows().size() - count,
                window.published());
    }
}
