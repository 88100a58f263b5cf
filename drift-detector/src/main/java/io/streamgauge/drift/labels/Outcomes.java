package io.streamgauge.drift.labels;

/**
 * Predictions whose outcomes are known, column by column, in a fixed order.
 *
 * <p>The arrays are not copied and not to be changed.
 */
public final class Outcomes {

    private final double[] scores;
    private final double[] decided;
    private final double[] outcomes;

    /**
     * @param scores what the model said
     * @param decided 1 or 0 where a decision was positive or not; the class chosen, for classes; unused for numbers
     * @param outcomes what came true
     */
    public Outcomes(double[] scores, double[] decided, double[] outcomes) {
        if (scores.length != decided.length || scores.length != outcomes.length) {
            throw new IllegalArgumentException(
                    scores.length + " scores, " + decided.length + " decisions, " + outcomes.length + " outcomes");
        }
        this.scores = scores;
        this.decided = decided;
        this.outcomes = outcomes;
    }

    public int size() {
        return scores.length;
    }

    public double[] scores() {
        return scores;
    }

    public double[] decided() {
        return decided;
    }

    public double[] outcomes() {
        return outcomes;
    }

    /** Whether every score can be a chance. */
    boolean scoresAreChances() {
        for (double score : scores) {
            if (!(score >= 0 && score <= 1)) {
                return false;
            }
        }
        return true;
    }
}
