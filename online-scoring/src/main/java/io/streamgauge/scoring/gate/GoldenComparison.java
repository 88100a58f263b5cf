package io.streamgauge.scoring.gate;

import io.streamgauge.scoring.RowScorer;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The trainer's scores against those of this host. A row differs by {@code |score − trainer's score|}; one that has a score on
 * one side alone differs by infinity. Its decision flips where the pipeline's decision on the score here is not the trainer's,
 * or, where the file has no decisions, the pipeline's decision on the trainer's score; or where the label is another.
 */
final class GoldenComparison {

    private static final int SHOWN = 5;

    /** A row that differs. */
    private record Differing(
            int row,
            double here,
            double trainers,
            double by,
            @Nullable String refusal) {

        String shown() {
            return "row " + row + ": "
                    + (refusal != null ? "no score here (" + refusal + ")" : number(here) + " here")
                    + ", " + (Double.isNaN(trainers) ? "no score" : number(trainers)) + " by the trainer";
        }
    }

    private record Flip(int row, String here, String trainers) {

        String shown() {
            return "row " + row + ": '" + here + "' here, '" + trainers + "' by the trainer";
        }
    }

    private final RowScorer scorer;
    private final List<Differing> differing = new ArrayList<>();
    private final List<Flip> flips = new ArrayList<>();
    private final List<FeatureValues> scored = new ArrayList<>();
    private int rows;

    GoldenComparison(RowScorer scorer) {
        this.scorer = scorer;
    }

    void add(GoldenRow row) {
        rows++;
        RowScorer.Answer answer = scorer.answer(row.values());
        double by = difference(answer.score(), row.score());
        if (by > 0) {
            differing.add(new Differing(row.number(), answer.score(), row.score(), by, answer.refusal()));
        }
        if (Double.isNaN(answer.score())) {
            return;
        }
        scored.add(row.values());
        if (Double.isNaN(row.score())) {
            return;
        }
        String trainers = row.decision() != null
                ? row.decision()
                : scorer.decision(row.score(), row.label() == null ? answer.label() : row.label(), row.values());
        flip(row.number(), answer.decision(), trainers);
        if (row.label() != null) {
            flip(row.number(), answer.label(), row.label());
        }
    }

    private void flip(int row, @Nullable String here, @Nullable String trainers) {
        boolean told = !flips.isEmpty() && flips.get(flips.size() - 1).row() == row;
        if (!Objects.equals(here, trainers) && !told) {
            flips.add(new Flip(
                    row, Objects.requireNonNullElse(here, "none"), Objects.requireNonNullElse(trainers, "none")));
        }
    }

    private static double difference(double here, double trainers) {
        if (Double.isNaN(here) || Double.isNaN(trainers)) {
            return Double.isNaN(here) && Double.isNaN(trainers) ? 0 : Double.POSITIVE_INFINITY;
        }
        return here == trainers ? 0 : Math.abs(here - trainers);
    }

    /** Rows that have a score, with missing values as the model is given them. */
    List<FeatureValues> scored() {
        return scored;
    }

    GateReport.Golden result(double tolerance, int flipsAllowed) {
        return new GateReport.Golden(
                rows,
                tolerance,
                worst().isEmpty() ? 0 : worst().get(0).by(),
                flips.size(),
                flipsAllowed,
                worst().stream().map(Differing::row).toList(),
                flips.stream().limit(SHOWN).map(Flip::row).toList());
    }

    GateReport.Check check(GateReport.Golden golden) {
        boolean near = golden.maxDifference() <= golden.tolerance();
        boolean same = golden.decisionFlips() <= golden.flipsAllowed();
        StringBuilder detail = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d rows differ from the trainer's scores by at most %s; allowed: %s; %d decisions or labels flip;"
                        + " allowed: %d",
                rows,
                Double.isInfinite(golden.maxDifference()) ? "a score" : number(golden.maxDifference()),
                number(golden.tolerance()),
                golden.decisionFlips(),
                golden.flipsAllowed()));
        if (!near) {
            worst().stream()
                    .filter(row -> row.by() > golden.tolerance())
                    .forEach(row -> detail.append("\n    ").append(row.shown()));
        }
        if (!same) {
            flips.stream().limit(SHOWN).forEach(flip -> detail.append("\n    ").append(flip.shown()));
        }
        return new GateReport.Check(
                "golden", near && same ? GateReport.Outcome.PASSED : GateReport.Outcome.FAILED, detail.toString());
    }

    /** The rows that differ most, the first of equals first. */
    private List<Differing> worst() {
        return differing.stream()
                .sorted(Comparator.comparingDouble(Differing::by).reversed())
                .limit(SHOWN)
                .toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.9g", value).replaceFirst("\\.?0+($|e)", "$1");
    }
}
