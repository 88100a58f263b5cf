package io.streamgauge.scoring;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.store.event.EnrichedEvent;
import org.jspecify.annotations.Nullable;

/** Predicts by the newest revision that is loaded, outside of the stream: nothing is noted of it. Not thread-safe. */
public final class NewestPredictor implements Predictor {

    private final Rollout rollout;
    private volatile DeployedScorers scorers;
    private int variant;

    public NewestPredictor(Rollout rollout) {
        this.rollout = rollout;
        this.scorers = DeployedScorers.ofNewest(rollout);
    }

    @Override
    public Prediction predict(EnrichedEvent enriched, long processedAtMs) {
        if (rollout.newest() != scorers.deployment()) {
            DeployedScorers next = DeployedScorers.ofNewest(rollout);
            scorers.close();
            scorers = next;
        }
        variant = scorers.variantOf(enriched);
        return scorers.predict(variant, enriched, processedAtMs, -1, -1);
    }

    @Override
    public @Nullable Refusal refused() {
        return scorers.refused(variant);
    }

    @Override
    public void tell(ScoringMetrics metrics, ScoringMetrics.Via via, Prediction prediction, long tookNs) {
        scorers.tell(variant, metrics, via, prediction, tookNs);
    }

    @Override
    public boolean stale() {
        return rollout.newest() != scorers.deployment();
    }

    @Override
    public void close() {
        scorers.close();
    }
}
