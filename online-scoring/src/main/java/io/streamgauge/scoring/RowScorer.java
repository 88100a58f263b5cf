package io.streamgauge.scoring;

import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.store.vector.FeatureValues;
import org.jspecify.annotations.Nullable;

/**
 * Scores rows of a pipeline's vector as its events are scored, for checks that have no stream: missing values by the
 * pipeline's policy, then the model, then the decision. Not thread-safe.
 */
public final class RowScorer implements AutoCloseable {

    private final EventScoring scoring;
    private final Scorer scorer;

    public RowScorer(EventScoring scoring) {
        this.scoring = scoring;
        this.scorer = scoring.model.newScorer();
    }

    /**
     * What is said of a row.
     *
     * @param score NaN when there is none
     * @param label the class that the model chose; null when it names none
     * @param decision null when the pipeline declares none, or the row has no score
     * @param refusal why there is no score; null when there is one
     */
    public record Answer(
            double score,
            @Nullable String label,
            @Nullable String decision,
            @Nullable String refusal) {}

    /** What the pipeline says of a row, whose missing values become what the model is given. */
    public Answer answer(FeatureValues row) {
        int refused = scoring.missing.apply(row);
        if (refused >= 0) {
            return none("input '" + scoring.plan.names().get(refused) + "' is missing");
        }
        double score = scorer.score(row);
        if (Double.isNaN(score)) {
            String refusal = scorer.refusal();
            return none(refusal == null ? "the model's answer is no number" : refusal);
        }
        String label = scorer.label();
        return new Answer(score, label, decision(score, label, row), null);
    }

    private static Answer none(String refusal) {
        return new Answer(Double.NaN, null, null, refusal);
    }

    /** The model's score alone, of a row whose missing values have become what it is given. */
    public double score(FeatureValues row) {
        return scorer.score(row);
    }

    /** What the pipeline decides on a score; null when it declares no decision. */
    public @Nullable String decision(double score, @Nullable String label, FeatureValues row) {
        return scoring.decision.isEmpty() ? null : scoring.decision.get().of(score, label, uncertainty(score), row);
    }

    /** As of a model that has learnt nothing from labels yet. */
    private @Nullable Uncertainty uncertainty(double score) {
        return scoring.uncertainties == null ? null : scoring.uncertainties.of(score, scorer);
    }

    /** Whether the pipeline declares a decision. */
    public boolean decides() {
        return scoring.decision.isPresent();
    }

    @Override
    public void close() {
        scorer.close();
    }
}
