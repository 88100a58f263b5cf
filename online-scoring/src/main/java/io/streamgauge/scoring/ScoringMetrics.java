package io.streamgauge.scoring;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ShadowScore;
import org.jspecify.annotations.Nullable;

/**
 * Told of every prediction that is made, whose model, version and variant the prediction names. Thread-safe: all tasks and
 * requests tell the same one, so it must be quick.
 */
public interface ScoringMetrics {

    /** Tells nobody. */
    ScoringMetrics NONE = new ScoringMetrics() {
        @Override
        public void predicted(Via via, Prediction prediction, @Nullable Refusal refusal, long tookNs) {}

        @Override
        public void shadowed(
                Via via, Prediction prediction, ShadowScore shadow, @Nullable Refusal refusal, long tookNs) {}

        @Override
        public void swapped(DeployedModel model, String variant) {}

        @Override
        public void failed(Via via) {}
    };

    /** Who wanted a prediction. */
    enum Via {
        /** An event of the scored source. */
        STREAM,
        /** A request. */
        REQUEST
    }

    /**
     * A prediction was made.
     *
     * @param refusal why it has no score; null when it has one
     * @param tookNs from the features of the views to the prediction, without its shadows, in nanoseconds
     */
    void predicted(Via via, Prediction prediction, @Nullable Refusal refusal, long tookNs);

    /**
     * A shadow had its say beside a prediction.
     *
     * @param refusal why it has no score; null when it has one
     * @param tookNs from the vector to what it says, in nanoseconds
     */
    void shadowed(Via via, Prediction prediction, ShadowScore shadow, @Nullable Refusal refusal, long tookNs);

    /** A revision that has this variant came into force in a task. */
    void swapped(DeployedModel model, String variant);

    /** The document's own model failed, whatever the row, so that there is no prediction. */
    void failed(Via via);
}
