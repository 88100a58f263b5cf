package io.streamgauge.scoring;

import io.streamgauge.schemas.Explanation;
import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes predictions of enriched events, one at a time. An event is refused, and published with the reason in place of a score,
 * when an input is missing that the policy does not replace, when the model cannot take a value, or when its answer is no
 * number. Not thread-safe: one per task.
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
        int refused = scoring.missing.apply(vector);
        Prediction.Builder prediction = Prediction.newBuilder()
                .setEventId(enriched.event().id())
                .setPipeline(scoring.pipeline)
                .setEventTime(Instant.ofEpochMilli(enriched.event().timeMs()))
                .setProcessedAt(Instant.ofEpochMilli(processedAtMs))
                .setFeatures(served(scoring.plan.names(), vector))
                .setModel(scoring.definition.name())
                .setModelVersion(scoring.definition.version())
                .setModelDigest(scoring.model.digest())
                .setVariant(VARIANT)
                .setDefinitionHash(scoring.definitionHash)
                .setSourceTopic(enriched.origin().topic())
                .setSourcePartition(enriched.origin().partition())
                .setSourceOffset(enriched.origin().offset());
        return answered(prediction, refused);
    }

    /** The vector that a prediction of the event carries: after missing values have become what the model is given. */
    public List<ServedFeature> vector(EnrichedEvent enriched) {
        scoring.plan.assemble(enriched.event(), enriched.features(), vector);
        scoring.missing.apply(vector);
        return served(scoring.plan.names(), vector);
    }

    /**
     * A prediction with what the model and the decision now say of the vector it carries.
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
            ServedFeature feature = features.get(i);
            if (feature.getText() != null) {
                vector.set(i, feature.getText(), feature.getStatus());
            } else if (feature.getValue() != null) {
                vector.set(i, feature.getValue(), feature.getStatus());
            } else {
                vector.setMissing(i, feature.getStatus());
            }
        }
        return answered(Prediction.newBuilder(prediction), scoring.missing.apply(vector));
    }

    /** @param refused index of the input that refuses to be scored, or -1 */
    private Prediction answered(Prediction.Builder prediction, int refused) {
        Double score = refused < 0 ? answer() : null;
        String label = score == null ? null : scorer.label();
        String decision = score == null ? null : decision(score, label);
        return prediction
                .setScore(score)
                .setDecision(decision)
                .setLabel(label)
                .setOutputs(score == null ? null : outputs())
                .setRefusal(score == null ? refusal(refused) : null)
                .setExplanation(score == null ? null : explanation(prediction.getEventId(), score, label, decision))
                .build();
    }

    private @Nullable Explanation explanation(
            String eventId, double score, @Nullable String label, @Nullable String decision) {
        return scoring.reasons.isPresent() && scoring.reasons.get().wanted(eventId, score, label, decision, vector)
                ? scoring.reasons.get().of(scorer.shares(vector))
                : null;
    }

    private @Nullable List<ModelOutput> outputs() {
        List<ModelOutput> outputs = scorer.outputs();
        return outputs.isEmpty() ? null : outputs;
    }

    private String refusal(int missing) {
        if (missing >= 0) {
            return "input '" + scoring.plan.names().get(missing) + "' is missing";
        }
        String refusal = scorer.refusal();
        return refusal == null ? "the model's answer is no number" : refusal;
    }

    private @Nullable Double answer() {
        double score = scorer.score(vector);
        return Double.isNaN(score) ? null : (Double) score;
    }

    private @Nullable String decision(double score, @Nullable String label) {
        return scoring.decision.isEmpty() ? null : scoring.decision.get().of(score, label, vector);
    }

    static List<ServedFeature> served(List<String> names, FeatureValues vector) {
        List<ServedFeature> served = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            String text = vector.textAt(i);
            Double value = text != null || vector.isMissing(i) ? null : (Double) vector.valueAt(i);
            served.add(new ServedFeature(names.get(i), value, vector.statusAt(i), text));
        }
        return served;
    }

    @Override
    public void close() {
        scorer.close();
    }
}
