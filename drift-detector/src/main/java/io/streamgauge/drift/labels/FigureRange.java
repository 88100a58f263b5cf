package io.streamgauge.drift.labels;

import java.util.Arrays;

/**
 * Between which numbers a figure of performance or fairness lies by what it is, whatever its interval says: that of a share is told by the
 * normal distribution and may end beyond 0 or 1.
 *
 * @param least inclusive; −∞ without one
 * @param greatest inclusive; ∞ without one
 */
public record FigureRange(double least, double greatest) {

    private static final FigureRange SHARE = new FigureRange(0, 1);

    /** Of the figure of a name, a group's or a gap's among them; any other is of a detector, which counts. */
    public static FigureRange of(String statistic) {
        boolean share = Arrays.stream(Statistic.values())
                .anyMatch(known -> known.text().equals(statistic) && known.scale() == Statistic.Scale.SHARE);
        return share
                ? SHARE
                : switch (statistic) {
                    case "brier",
                            "calibration_error",
                            PerformanceWatch.LABELLED,
                            FairnessJudge.PARITY,
                            FairnessJudge.OPPORTUNITY,
                            FairnessJudge.POSITIVE_RATE -> SHARE;
                    case "log_loss", "mae", "rmse" -> new FigureRange(0, Double.POSITIVE_INFINITY);
                    case "r2" -> new FigureRange(Double.NEGATIVE_INFINITY, 1);
                    // Means of score − outcome, and how far those of two groups are apart.
                    case FairnessJudge.BEYOND -> new FigureRange(-1, 1);
                    case FairnessJudge.CALIBRATION -> new FigureRange(0, 2);
                    default -> new FigureRange(0, Double.POSITIVE_INFINITY);
                };
    }

    /** The number, or the end of the range that is nearest to it. */
    public double drawnIn(double number) {
        return Math.max(least, Math.min(greatest, number));
    }
}
