package io.streamgauge.scoring;

import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.VectorCorrection;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes corrections of the vectors that predictions carry. Nothing is scored: a prediction is what was decided, and a
 * correction what should have been known. Not thread-safe: one per task.
 */
public final class VectorCorrections {

    private final EventScoring scoring;
    private final FeatureValues vector;

    VectorCorrections(EventScoring scoring) {
        this.scoring = scoring;
        this.vector = new FeatureValues(scoring.plan.size());
    }

    /**
     * The correction of one event; none when all that differs is no input of the model.
     *
     * @param after the event with the features it should have had
     * @param before the event with the features that held until now
     * @param causeSource source of the event that came out of order
     * @param causeId its id
     * @param number how often the event's features have been corrected, this time included
     */
    public Optional<VectorCorrection> of(
            EnrichedEvent after, EnrichedEvent before, String causeSource, String causeId, int number) {
        List<ServedFeature> was = served(before);
        List<ServedFeature> is = served(after);
        List<ServedFeature> replaced = new ArrayList<>();
        for (int i = 0; i < is.size(); i++) {
            if (!was.get(i).equals(is.get(i))) {
                replaced.add(was.get(i));
            }
        }
        if (replaced.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(VectorCorrection.newBuilder()
                .setEventId(after.event().id())
                .setPipeline(scoring.pipeline)
                .setEventTime(Instant.ofEpochMilli(after.event().timeMs()))
                .setNumber(number)
                .setCauseSource(causeSource)
                .setCauseEventId(causeId)
                .setFeatures(is)
                .setReplaced(replaced)
                .setDefinitionHash(scoring.definitionHash)
                .setSourceTopic(after.origin().topic())
                .setSourcePartition(after.origin().partition())
                .setSourceOffset(after.origin().offset())
                .build());
    }

    /** The vector as the prediction has it: after missing values have become what the model is given. */
    private List<ServedFeature> served(EnrichedEvent enriched) {
        scoring.plan.assemble(enriched.event(), enriched.features(), vector);
        scoring.missing.apply(vector);
        return EventScorer.served(scoring.plan.names(), vector);
    }
}
