package io.streamgauge.scoring;

import io.streamgauge.schemas.Prediction;
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
     * @param tookNs from the features of the views to the prediction, in nanoseconds
     */
    void predicted(Via via, Prediction prediction, @Nullable Refusal refusal, long tookNs);

    /** The document's own model failed, whatever the row, so that there is no prediction. */
    void failed(Via via);
}
