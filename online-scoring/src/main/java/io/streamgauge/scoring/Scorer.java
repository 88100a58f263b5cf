package io.streamgauge.scoring;

import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.scoring.explain.MarginShares;
import io.streamgauge.store.vector.FeatureValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores one feature vector at a time. Not thread-safe: one per task, closed by the task. */
public interface Scorer extends AutoCloseable {

    /** Classes of a model of two that names none: the score is of the second. */
    List<String> TWO_CLASSES = List.of("0", "1");

    /**
     * The model's score of a vector in model input order; a missing value is given to the model as NaN, so refuse or
     * replace missing values first ({@link MissingPolicy}). NaN when there is none, and {@link #refusal} may then say why.
     *
     * @throws ScoringException when the model itself fails, whatever the vector
     */
    double score(FeatureValues vector);

    /** How many vectors one run of the model may score, each to the bit as alone; 1 where that is not known of the model. */
    default int together() {
        return 1;
    }

    /**
     * Runs the model on several vectors, at most {@link #together} and all of them unchanged until {@link #turnTo} was
     * called for each, in order and with no other vector scored in between.
     */
    default void scoreTogether(List<FeatureValues> vectors) {
        throw new UnsupportedOperationException("this model scores one vector at a time");
    }

    /**
     * What {@link #score} would give of one of the vectors that were scored together, which from now on is the one scored last.
     *
     * @throws ScoringException when the model itself fails, whatever the vector
     */
    default double turnTo(int index) {
        throw new UnsupportedOperationException("this model scores one vector at a time");
    }

    /** What the model itself answered to the vector scored last, where its score is calibrated; null where it is not. */
    default @Nullable Double rawScore() {
        return null;
    }

    /** The class that the model chose for the vector scored last; null when it names none. */
    default @Nullable String label() {
        return null;
    }

    /** The classes that the model tells apart, always the same ones in the same order; of two the one that the score is of is the second. */
    default List<String> classes() {
        return TWO_CLASSES;
    }

    /** Whether the score tells what the model gives each class, as it does of two. */
    default boolean scoreTellsClasses() {
        return true;
    }

    /**
     * What the model gives each of {@link #classes}, of the vector scored last.
     *
     * @param score its score
     */
    default double[] probabilities(double score) {
        return new double[] {1 - score, score};
    }

    /** What else is to be published of the vector scored last. */
    default List<ModelOutput> outputs() {
        return List.of();
    }

    /**
     * Shares of the inputs in the margin behind the score of a vector, which must be the one scored last.
     *
     * @throws UnsupportedOperationException when the model was loaded without reasons
     */
    default MarginShares shares(FeatureValues vector) {
        throw new UnsupportedOperationException("this model tells no reasons");
    }

    /** Why the vector scored last has no score; null when it has one, or when the model gave NaN. */
    default @Nullable String refusal() {
        return null;
    }

    @Override
    void close();
}
