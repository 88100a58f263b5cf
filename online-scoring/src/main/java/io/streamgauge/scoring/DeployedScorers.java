package io.streamgauge.scoring;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.scoring.rollout.TrafficSplit;
import io.streamgauge.store.event.EnrichedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One task's scorers of a deployment. Not thread-safe; closed by the task. */
final class DeployedScorers implements AutoCloseable {

    private final ReadyDeployment deployment;
    private final @Nullable TrafficSplit split;
    private final EventScorer[] serving;
    private final EventScorer[] shadows;

    private final WaitingEvents waiting;

    /** @param serving the champion first, then candidates */
    DeployedScorers(ReadyDeployment deployment, EventScorer[] serving, EventScorer[] shadows) {
        this.deployment = deployment;
        this.split = deployment.split();
        this.serving = serving;
        this.shadows = shadows;
        this.waiting = new WaitingEvents(this, serving, shadows);
    }

    /** Those of the newest revision; one that is replaced at this very moment is left alone. */
    static DeployedScorers ofNewest(Rollout rollout) {
        while (true) {
            ReadyDeployment newest = rollout.newest();
            try {
                return newest.newScorers();
            } catch (IllegalStateException e) {
                if (rollout.newest() == newest) {
                    throw e;
                }
            }
        }
    }

    ReadyDeployment deployment() {
        return deployment;
    }

    long revision() {
        return deployment.revision();
    }

    /** What the variant of this number scores with. */
    EventScoring scoring(int variant) {
        return deployment.serving().get(variant);
    }

    /** Number of the variant that serves an event; 0 is the champion. */
    int variantOf(EnrichedEvent enriched) {
        return split == null ? 0 : chosen(split, deployment.entity().text(enriched.event()));
    }

    private int chosen(TrafficSplit among, String entity) {
        String name = among.variantOf(entity);
        for (int i = 1; i < serving.length; i++) {
            if (scoring(i).variant.equals(name)) {
                return i;
            }
        }
        return 0;
    }

    /** Events that are to be scored together. */
    WaitingEvents waiting() {
        return waiting;
    }

    Prediction predict(int variant, EnrichedEvent enriched, long nowMs, int inputPartition, long inputOffset) {
        return serving[variant].predict(enriched, nowMs, inputPartition, inputOffset, shadows);
    }

    /** Why the last prediction of a variant has no score; null when it has one. */
    @Nullable
    Refusal refused(int variant) {
        return serving[variant].refused();
    }

    /** Tells of the last prediction, which was by the variant of this number, and of what shadows said beside it. */
    void tell(int variant, ScoringMetrics metrics, ScoringMetrics.Via via, Prediction prediction, long tookNs) {
        long own = tookNs;
        List<ShadowScore> said = prediction.getShadows();
        for (int i = 0; said != null && i < shadows.length; i++) {
            own -= shadows[i].tookNs();
            metrics.shadowed(via, prediction, said.get(i), shadows[i].refused(), shadows[i].tookNs());
        }
        metrics.predicted(via, prediction, refused(variant), Math.max(0, own));
    }

    /** Tells that they came into force. */
    void tellSwapped(ScoringMetrics metrics) {
        deployment.serving().forEach(scoring -> metrics.swapped(scoring.served(), scoring.variant));
        deployment.shadows().forEach(scoring -> metrics.swapped(scoring.served(), scoring.variant));
    }

    @Override
    public void close() {
        for (EventScorer scorer : serving) {
            scorer.close();
        }
        for (EventScorer scorer : shadows) {
            scorer.close();
        }
    }
}
