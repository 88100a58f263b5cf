package io.streamgauge.scoring;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes predictions of enriched events, one at a time. An event is refused, and published with neither score nor decision,
 * when an input is missing that the policy does not replace, or when the model's answer is no number; its features and
 * their statuses then tell why. Not thread-safe: one per task.
 */
public final class EventScorer implements AutoCloseable {

    private static final String VARIANT = "champion";

    private final EventScoring scoring;
    private final Scorer scorer;
    private final FeatureValues vector;

    EventScorer(EventScoring scoring, Scorer scorer) {
        this.scoring = scoring;
        this.scorer = scorer;
        this.vector = new FeatureValues(scoring.plan.size());
    }

    /**
     * The prediction of one event.
     *
     * @param processedAtMs wall-clock time, milliseconds since 1970-01-01 UTC
     * @throws ScoringException when the model itself fails
     */
    public Prediction predict(EnrichedEvent enriched, long processedAtMs) {
        scoring.plan.assemble(enriched.event(), enriched.features(), vector);
        Double score = scoring.missing.apply(vector) ? answer() : null;
        return Prediction.newBuilder()
                .setEventId(enriched.event().id())
                .setPipeline(scoring.pipeline)
                .setEventTime(Instant.ofEpochMilli(enriched.event().timeMs()))
                .setProcessedAt(Instant.ofEpochMilli(processedAtMs))
                .setScore(score)
                .setDecision(score == null ? null : decision(score))
                .setFeatures(served(scoring.plan.names(), vector))
                .setModel(scoring.definition.name())
                .setModelVersion(scoring.definition.version())
                .setModelDigest(scoring.model.digest())
                .setVariant(VARIANT)
                .setDefinitionHash(scoring.definitionHash)
                .setSourceTopic(enriched.origin().topic())
                .setSourcePartition(enriched.origin().partition())
                .setSourceOffset(enriched.origin().offset())
                .build();
    }

    /** The vector that a prediction of the event carries: after missing values have become what the model is given. */
    public List<ServedFeature> vector(EnrichedEvent enriched) {
        scoring.plan.assemble(enriched.event(), enriched.features(), vector);
        scoring.missing.apply(vector);
        return served(scoring.plan.names(), vector);
    }

    /**
     * A prediction with the score and the decision that the model now gives for the vector it carries.
     *
     * @throws IllegalArgumentException when the vector is not of the model's inputs
     */
    public Prediction again(Prediction prediction) {
        List<ServedFeature> features = prediction.getFeatures();
        List<String> names = features.stream().map(ServedFeature::getName).toList();
        if (!names.equals(scoring.plan.names())) {
            throw new IllegalArgumentException("a vector of " + names + "; expected " + scoring.plan.names());
        }
        for (int i = 0; i < features.size(); i++) {
            Double value = features.get(i).getValue();
            if (value == null) {
                vector.setMissing(i, features.get(i).getStatus());
            } else {
                vector.set(i, value, features.get(i).getStatus());
            }
        }
        Double score = scoring.missing.apply(vector) ? answer() : null;
        return Prediction.newBuilder(prediction)
                .setScore(score)
                .setDecision(score == null ? null : decision(score))
                .build();
    }

    private @Nullable Double answer() {
        double score = scorer.score(vector);
        return Double.isNaN(score) ? null : (Double) score;
    }

    private @Nullable String decision(double score) {
        return scoring.decision.isEmpty() ? null : scoring.decision.get().of(score, vector);
    }

    static List<ServedFeature> served(List<String> names, FeatureValues vector) {
        List<ServedFeature> served = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            Double value = vector.isMissing(i) ? null : (Double) vector.valueAt(i);
            served.add(new ServedFeature(names.get(i), value, vector.statusAt(i)));
        }
        return served;
    }

    @Override
    public void close() {
        scorer.close();
    }
}
