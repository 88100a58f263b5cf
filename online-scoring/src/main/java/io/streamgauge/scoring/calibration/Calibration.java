package io.streamgauge.scoring.calibration;

/** Makes a probability of a model's score, learnt from scores and what came of them. Thread-safe. */
public sealed interface Calibration permits IsotonicCalibration, PlattCalibration {

    /** The calibrated score of a finite score. */
    double apply(double score);
}
