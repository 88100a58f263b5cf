package io.streamgauge.scoring.conformal;

/** How strange an outcome is to what a model says: the greater, the stranger. */
public final class Nonconformity {

    private Nonconformity() {}

    /** Of a class that the model gives a probability: 1 − p. */
    public static double ofClass(double probability) {
        return 1 - probability;
    }

    /** Of a number where the model says another: |outcome − score|. */
    public static double ofNumber(double outcome, double score) {
        return Math.abs(outcome - score);
    }
}
