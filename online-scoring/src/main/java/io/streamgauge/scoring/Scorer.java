package io.streamgauge.scoring;

import io.streamgauge.store.vector.FeatureValues;

/** Scores one feature vector at a time. Not thread-safe: one per task, closed by the task. */
public interface Scorer extends AutoCloseable {

    /**
     * The model's score of a vector in model input order; a missing value is given to the model as NaN, so refuse or
     * replace missing values first ({@link MissingPolicy}).
     *
     * @throws ScoringException when the model itself fails
     */
    double score(FeatureValues vector);

    @Override
    void close();
}
