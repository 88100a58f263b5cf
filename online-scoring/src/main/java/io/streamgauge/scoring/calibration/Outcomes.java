package io.streamgauge.scoring.calibration;

import java.util.function.DoubleUnaryOperator;

/** Scores and what came of them, to learn a calibration from. */
public final class Outcomes {

    final double[] scores;
    final boolean[] positive;
    final int positives;

    /**
     * @param scores finite scores of the model itself
     * @param positive whether the event was of class 1, for each
     */
    public Outcomes(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(scores.length + " scores and " + positive.length + " outcomes");
        }
        this.scores = scores.clone();
        this.positive = positive.clone();
        int ones = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException(
                        "score " + (i + 1) + " is " + scores[i] + "; expected a finite number");
            }
            ones += positive[i] ? 1 : 0;
        }
        positives = ones;
        if (ones == 0 || ones == scores.length) {
            throw new IllegalArgumentException("all " + scores.length + " outcomes are " + (ones == 0 ? 0 : 1)
                    + "; a calibration needs both 0 and 1");
        }
    }

    /** How many there are. */
    public int size() {
        return scores.length;
    }

    /** How many are of class 1. */
    public int positives() {
        return positives;
    }

    /** Mean squared distance of a function of the score from the outcomes: 0 at best; 0.25 of one that always says 0.5. */
    public double brier(DoubleUnaryOperator probability) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double error = probability.applyAsDouble(scores[i]) - (positive[i] ? 1 : 0);
            sum += error * error;
        }
        return sum / scores.length;
    }
}
