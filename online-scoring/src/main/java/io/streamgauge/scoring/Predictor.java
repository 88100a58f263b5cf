package io.streamgauge.scoring;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.store.event.EnrichedEvent;
import org.jspecify.annotations.Nullable;

/** Makes predictions of enriched events, one at a time. Not thread-safe; closed by who took it. */
public interface Predictor extends AutoCloseable {

    /**
     * The prediction of one event.
     *
     * @param processedAtMs wall-clock time, milliseconds since 1970-01-01 UTC
     * @throws ScoringException when the model of the document itself fails
     */
    Prediction predict(EnrichedEvent enriched, long processedAtMs);

    /** Why the last prediction has no score; null when it has one. */
    @Nullable
    Refusal refused();

    /**
     * Tells of the last prediction, and of what shadows said beside it.
     *
     * @param tookNs how long it took in all, in nanoseconds
     */
    default void tell(ScoringMetrics metrics, ScoringMetrics.Via via, Prediction prediction, long tookNs) {
        metrics.predicted(via, prediction, refused(), tookNs);
    }

    /** Whether the next prediction would be by other models than the last. May be asked by any thread. */
    default boolean stale() {
        return false;
    }

    @Override
    void close();
}
