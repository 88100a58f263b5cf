package io.streamgauge.scoring;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.Explanation;
import io.streamgauge.schemas.ModelOutput;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.Uncertainty;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.event.EnrichedEvent;
import io.streamgauge.store.vector.FeatureValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes predictions of enriched events, one at a time. An event is refused, and published with the reason in place of a score,
 * when an input is missing that the policy does not replace, when the model cannot take a value, or when its answer is no
 * number. Not thread-safe: one per task.
 */
public final class EventScorer implements Predictor {

    static final EventScorer[] NO_SHADOWS = {};
    private static final long NOT_ASKED = -1;
    private static final Logger LOG = LoggerFactory.getLogger(EventScorer.class);

    private final EventScoring scoring;
    private final Scorer scorer;
    private final FeatureValues vector;
    private @Nullable String failure;
    private @Nullable Refusal refused;
    private long modelNs;
    private long tookNs;
    /** Vectors that are scored together, and how many of them were turned to. */
    private final List<FeatureValues> together = new ArrayList<>();

    private int turned;
    /** What each of them took of the run. */
    private long shareNs;

    EventScorer(EventScoring scoring, Scorer scorer) {
        this.scoring = scoring;
        this.scorer = scorer;
        this.vector = new FeatureValues(scoring.plan.size());
    }

    @Override
    public Prediction predict(EnrichedEvent enriched, long processedAtMs) {
        return predict(enriched, processedAtMs, -1, -1, NO_SHADOWS);
    }

    /**
     * The prediction of one event, with what others say of its vector.
     *
     * @param inputPartition partition that brought the event to its task; -1 where it is not known
     * @param inputOffset offset there; -1 where it is not known
     */
    Prediction predict(
            EnrichedEvent enriched, long processedAtMs, int inputPartition, long inputOffset, EventScorer[] shadows) {
        return predict(
                enriched, vector, assemble(enriched, vector), processedAtMs, inputPartition, inputOffset, shadows);
    }

    /**
     * Writes the vector that a prediction of an event carries: missing values have become what the model is given.
     *
     * @return index of the input that refuses to be scored, or -1
     */
    int assemble(EnrichedEvent enriched, FeatureValues into) {
        scoring.plan.assemble(enriched.event(), enriched.features(), into);
        return scoring.missing.apply(into);
    }

    /** A vector to be written by {@link #assemble}. */
    FeatureValues newVector() {
        return new FeatureValues(scoring.plan.size());
    }

    /** The prediction of an event whose vector was assembled before. */
    Prediction predict(
            EnrichedEvent enriched,
            FeatureValues assembled,
            int missing,
            long processedAtMs,
            int inputPartition,
            long inputOffset,
            EventScorer[] shadows) {
        Prediction.Builder prediction = Prediction.newBuilder()
                .setEventId(enriched.event().id())
                .setPipeline(scoring.pipeline)
                .setEventTime(Instant.ofEpochMilli(enriched.event().timeMs()))
                .setProcessedAt(Instant.ofEpochMilli(processedAtMs))
                .setFeatures(served(scoring.plan.names(), assembled))
                .setModel(scoring.served.getName())
                .setModelVersion(scoring.served.getVersion())
                .setModelDigest(scoring.served.getDigest())
                .setVariant(scoring.variant)
                .setDefinitionHash(scoring.definitionHash)
                .setSourceTopic(enriched.origin().topic())
                .setSourcePartition(enriched.origin().partition())
                .setSourceOffset(enriched.origin().offset())
                .setRevision(scoring.revision)
                .setInputPartition(inputPartition)
                .setInputOffset(inputOffset);
        if (shadows.length > 0) {
            prediction.setShadows(shadows(shadows, assembled, missing));
        }
        return answered(prediction, assembled, missing, scoring.uncertainties)
                .setScoringNanos(missing < 0 ? modelNs : NOT_ASKED)
                .build();
    }

    /** How many vectors its model scores at once. */
    int together() {
        return scorer.together();
    }

    /** Runs the model on vectors whose predictions are asked for next, in this order. */
    void scoreTogether(List<FeatureValues> vectors) {
        together.clear();
        turned = 0;
        shareNs = 0;
        if (vectors.size() < 2 || vectors.size() > scorer.together()) {
            return;
        }
        together.addAll(vectors);
        long beganNs = System.nanoTime();
        scorer.scoreTogether(together);
        shareNs = (System.nanoTime() - beganNs) / together.size();
    }

    /** What a vector took of the run that scored several; 0 where each has its own. */
    long shareNs() {
        return shareNs;
    }

    /**
     * The prediction of a row that stands for an event, where there is no stream.
     *
     * @param begun has the event's id, time and origin, and when it was scored
     * @param row as it comes out of the features: missing values are replaced here
     */
    public Prediction predict(Prediction.Builder begun, FeatureValues row) {
        for (int i = 0; i < scoring.plan.size(); i++) {
            vector.copy(row, i, i);
        }
        int missing = scoring.missing.apply(vector);
        begun.setPipeline(scoring.pipeline)
                .setFeatures(served(scoring.plan.names(), vector))
                .setModel(scoring.served.getName())
                .setModelVersion(scoring.served.getVersion())
                .setModelDigest(scoring.served.getDigest())
                .setVariant(scoring.variant)
                .setDefinitionHash(scoring.definitionHash)
                .setRevision(scoring.revision);
        return answered(begun, vector, missing, scoring.uncertainties).build();
    }

    private static List<ShadowScore> shadows(EventScorer[] shadows, FeatureValues assembled, int missing) {
        List<ShadowScore> scores = new ArrayList<>(shadows.length);
        for (EventScorer shadow : shadows) {
            scores.add(shadow.ofVector(assembled, missing));
        }
        return scores;
    }

    /** What its model says, as a shadow, of a vector whose missing values the policy has replaced. */
    private ShadowScore ofVector(FeatureValues served, int missing) {
        refused = null;
        long beganNs = System.nanoTime();
        Double score = missing < 0 ? answer(served) : null;
        String label = score == null ? null : scorer.label();
        Uncertainty uncertainty = score == null ? null : uncertainty(scoring.uncertainties, score);
        ShadowScore said = ShadowScore.newBuilder()
                .setVariant(scoring.variant)
                .setModel(scoring.served.getName())
                .setModelVersion(scoring.served.getVersion())
                .setModelDigest(scoring.served.getDigest())
                .setScore(score)
                .setLabel(label)
                .setDecision(score == null ? null : decision(score, label, uncertainty, served))
                .setRefusal(score == null ? refusal(missing, served) : null)
                .setScoringNanos(missing < 0 ? modelNs : NOT_ASKED)
                .setUncertainty(uncertainty)
                .build();
        tookNs = (missing < 0 ? shareNs : 0) + System.nanoTime() - beganNs;
        return said;
    }

    /** The vector that a prediction of the event carries: after missing values have become what the model is given. */
    public List<ServedFeature> vector(EnrichedEvent enriched) {
        assemble(enriched, vector);
        return served(scoring.plan.names(), vector);
    }

    /**
     * A prediction with what the model and the decision now say of the vector it carries.
     *
     * @throws IllegalArgumentException when the vector is not of the model's inputs
     */
    public Prediction again(Prediction prediction) {
        return again(prediction, scoring.uncertainties);
    }

    /**
     * The same, with the set or interval by what a revision had learnt from labels.
     *
     * @throws IllegalArgumentException when the vector is not of the model's inputs
     */
    public Prediction again(Prediction prediction, Optional<ConformalCalibration> learnt) {
        return again(prediction, scoring.uncertainties(learnt));
    }

    private Prediction again(Prediction prediction, @Nullable Uncertainties uncertainties) {
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
        return answered(Prediction.newBuilder(prediction), vector, scoring.missing.apply(vector), uncertainties)
                .build();
    }

    /** @param missing index of the input that refuses to be scored, or -1 */
    private Prediction.Builder answered(
            Prediction.Builder prediction,
            FeatureValues assembled,
            int missing,
            @Nullable Uncertainties uncertainties) {
        refused = null;
        Double score = missing < 0 ? answer(assembled) : null;
        String label = score == null ? null : scorer.label();
        Uncertainty uncertainty = score == null ? null : uncertainty(uncertainties, score);
        String decision = score == null ? null : decision(score, label, uncertainty, assembled);
        return prediction
                .setScore(score)
                .setRawScore(score == null ? null : scorer.rawScore())
                .setDecision(decision)
                .setLabel(label)
                .setOutputs(score == null ? null : outputs())
                .setRefusal(score == null ? refusal(missing, assembled) : null)
                .setExplanation(
                        score == null ? null : explanation(prediction.getEventId(), score, label, decision, assembled))
                .setUncertainty(uncertainty);
    }

    /** Why; null when that is not wanted. A deployed model that cannot say why stops no stream either: its scores hold. */
    private @Nullable Explanation explanation(
            String eventId, double score, @Nullable String label, @Nullable String decision, FeatureValues assembled) {
        if (scoring.reasons.isEmpty()) {
            return null;
        }
        Reasons reasons = scoring.reasons.get();
        try {
            return reasons.wanted(eventId, score, label, decision, assembled)
                    ? reasons.of(scorer.shares(assembled))
                    : null;
        } catch (RuntimeException e) {
            if (scoring.revision == 0) {
                throw e;
            }
            if (scoring.firstFailureOfReasons()) {
                LOG.atWarn()
                        .addKeyValue("event", eventId)
                        .setCause(e)
                        .log(
                                "variant '{}' of revision {}, model {} {}, scores but cannot say why; this is told once",
                                scoring.variant,
                                scoring.revision,
                                scoring.served.getName(),
                                scoring.served.getVersion());
            }
            return null;
        }
    }

    private @Nullable List<ModelOutput> outputs() {
        List<ModelOutput> outputs = scorer.outputs();
        return outputs.isEmpty() ? null : outputs;
    }

    private String refusal(int missing, FeatureValues values) {
        if (missing >= 0) {
            boolean stale = values.statusAt(missing) == ValueStatus.OUTSIDE_MAX_AGE;
            refused = stale ? Refusal.STALE_INPUT : Refusal.MISSING_INPUT;
            return "input '" + scoring.plan.names().get(missing) + "' is missing"
                    + (stale ? ": its newest value is older than its max_age" : "");
        }
        if (failure != null) {
            refused = Refusal.MODEL;
            return failure;
        }
        String refusal = scorer.refusal();
        refused = refusal == null ? Refusal.NO_NUMBER : Refusal.ROW;
        return refusal == null ? "the model's answer is no number" : refusal;
    }

    @Override
    public @Nullable Refusal refused() {
        return refused;
    }

    /** As a shadow, how long its last score took. */
    long tookNs() {
        return tookNs;
    }

    /** The score; null when there is none. A model that was deployed stops no stream: it may be rolled back. */
    private @Nullable Double answer(FeatureValues values) {
        failure = null;
        long beganNs = System.nanoTime();
        try {
            double score = turned < together.size() ? scorer.turnTo(turned++) : scorer.score(values);
            return Double.isNaN(score) ? null : (Double) score;
        } catch (ScoringException e) {
            if (scoring.revision == 0) {
                throw e;
            }
            failure = String.valueOf(e.getMessage());
            return null;
        } finally {
            modelNs = shareNs + System.nanoTime() - beganNs;
        }
    }

    private @Nullable Uncertainty uncertainty(@Nullable Uncertainties uncertainties, double score) {
        return uncertainties == null ? null : uncertainties.of(score, scorer);
    }

    private @Nullable String decision(
            double score, @Nullable String label, @Nullable Uncertainty uncertainty, FeatureValues values) {
        return scoring.decision.isEmpty() ? null : scoring.decision.get().of(score, label, uncertainty, values);
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
