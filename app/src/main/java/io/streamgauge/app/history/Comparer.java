package io.streamgauge.app.history;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.ShadowScore;
import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.scoring.EventScorer;
import io.streamgauge.store.backfill.training.JoinedRows;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.definition.WindowDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Compares predictions with the events replayed, one after the other. */
final class Comparer implements JoinedRows {

    private final VerifiedPipeline pipeline;
    private final AvroCodec<Prediction> codec;
    private final EventScorer scorer;
    private final ServedVariants variants;
    private final Explanations explanations;
    private final ToLongFunction<String> goneUntilMs;
    private final ToLongFunction<Integer> firstOffset;
    private final List<Tally> features = new ArrayList<>();
    private final Tally scores = new Tally("score");
    private String lastEvent = "";
    long compared;
    long notSampled;
    long matched;
    long repeated;
    long eventsGone;
    long unexpected;
    long otherModels;
    long decisionsDiffering;
    long revisionsDiffering;
    long variantsDiffering;
    long shadowsDiffering;

    /**
     * @param inputs names of the model's inputs
     * @param goneUntilMs up to which event time events of a source may be gone from its topic; the earliest long when none
     *     is
     * @param firstOffset the first offset still there of a partition of the scored topic
     */
    Comparer(
            VerifiedPipeline pipeline,
            List<String> inputs,
            AvroCodec<Prediction> codec,
            EventScorer scorer,
            ServedVariants variants,
            Explanations explanations,
            ToLongFunction<String> goneUntilMs,
            ToLongFunction<Integer> firstOffset) {
        this.pipeline = pipeline;
        this.codec = codec;
        this.scorer = scorer;
        this.variants = variants;
        this.explanations = explanations;
        this.goneUntilMs = goneUntilMs;
        this.firstOffset = firstOffset;
        inputs.forEach(name -> features.add(new Tally(name)));
    }

    @Override
    public void row(EnrichedEvent enriched, byte[] attached) {
        Prediction prediction = codec.decode(attached);
        String event = enriched.origin().partition() + ":" + enriched.origin().offset();
        if (event.equals(lastEvent)) {
            repeated++;
        } else {
            matched++;
        }
        lastEvent = event;
        if (!prediction.getDefinitionHash().equals(pipeline.definitionHash())) {
            return;
        }
        if (!pipeline.samples(enriched.event().id())) {
            notSampled++;
            return;
        }
        compared++;
        if (!prediction.getEventId().equals(enriched.event().id())
                || prediction.getEventTime().toEpochMilli() != enriched.event().timeMs()) {
            unexpected++;
        }
        compareFeatures(prediction, enriched);
        if (!variants.inForce(prediction)) {
            revisionsDiffering++;
        }
        if (!variants.chosen(prediction, enriched.event())) {
            variantsDiffering++;
        }
        compareScore(prediction);
        compareShadows(prediction);
    }

    private void compareFeatures(Prediction prediction, EnrichedEvent enriched) {
        List<ServedFeature> served = prediction.getFeatures();
        List<ServedFeature> replayed = scorer.vector(enriched);
        for (int i = 0; i < replayed.size(); i++) {
            ServedFeature now = replayed.get(i);
            ServedFeature then = i < served.size() && served.get(i).getName().equals(now.getName())
                    ? served.get(i)
                    : ServedFeature.newBuilder()
                            .setName(now.getName())
                            .setStatus(ValueStatus.NOT_FOUND)
                            .build();
            features.get(i)
                    .take(
                            prediction.getEventId(),
                            valueOf(then),
                            then.getStatus(),
                            valueOf(now),
                            now.getStatus(),
                            excuse(now.getName(), enriched));
        }
        if (served.size() > replayed.size()) {
            unexpected++;
        }
    }

    /** The number or text that was served; null for none. */
    static @Nullable Object valueOf(ServedFeature feature) {
        return feature.getText() != null ? feature.getText() : feature.getValue();
    }

    private Tally.Excuse excuse(String feature, EnrichedEvent enriched) {
        if (pipeline.ofTable(feature)) {
            return Tally.Excuse.OF_TABLE;
        }
        List<ViewDefinition> views = pipeline.definition().views();
        for (int i = 0; i < views.size(); i++) {
            ViewDefinition view = views.get(i);
            if (feature.startsWith(view.name() + ".")
                    && view.featureNames()
                            .contains(feature.substring(view.name().length() + 1))) {
                if (gone(view, enriched)) {
                    return Tally.Excuse.HISTORY_GONE;
                }
                return explanations.has(enriched, i) ? Tally.Excuse.FEED_BEHIND : Tally.Excuse.NONE;
            }
        }
        if (pipeline.definition().expressions().containsKey(feature)) { // perhaps over features of views
            if (views.stream().anyMatch(view -> gone(view, enriched))) {
                return Tally.Excuse.HISTORY_GONE;
            }
            return explanations.hasAny(enriched) ? Tally.Excuse.FEED_BEHIND : Tally.Excuse.NONE;
        }
        return Tally.Excuse.NONE;
    }

    /** Whether something the view counts at the event may be gone from its topic. */
    private boolean gone(ViewDefinition view, EnrichedEvent enriched) {
        if (pipeline.definition().source(view.source()).table()) {
            return false; // what is made of it is not compared
        }
        long untilMs = goneUntilMs.applyAsLong(view.source());
        if (untilMs == Long.MIN_VALUE) {
            return false;
        }
        boolean unbounded = view.aggregates().stream()
                .anyMatch(aggregate ->
                        aggregate.windows().stream().anyMatch(WindowDefinition.Unbounded.class::isInstance));
        return unbounded || enriched.event().timeMs() - view.reach().toMillis() <= untilMs;
    }

    private void compareScore(Prediction prediction) {
        Optional<EventScorer> model = variants.scorer(
                prediction.getModel(),
                prediction.getModelVersion(),
                prediction.getModelDigest(),
                prediction.getRevision());
        if (model.isEmpty()) {
            otherModels++;
            return;
        }
        Prediction again;
        try {
            again = model.get()
                    .again(prediction, variants.learnt(prediction.getRevision(), prediction.getModelDigest()));
        } catch (IllegalArgumentException e) {
            unexpected++;
            return;
        }
        scores.take(
                prediction.getEventId(),
                prediction.getScore(),
                ValueStatus.PRESENT,
                again.getScore(),
                ValueStatus.PRESENT,
                Tally.Excuse.NONE);
        if (!Objects.equals(prediction.getDecision(), again.getDecision())
                || !Objects.equals(prediction.getLabel(), again.getLabel())
                || !Objects.equals(prediction.getOutputs(), again.getOutputs())
                || !Objects.equals(prediction.getRawScore(), again.getRawScore())
                || !Objects.equals(prediction.getUncertainty(), again.getUncertainty())
                || !LoggedReasons.agree(prediction.getExplanation(), again.getExplanation())) {
            decisionsDiffering++;
        }
    }

    private void compareShadows(Prediction prediction) {
        List<ShadowScore> shadows = prediction.getShadows();
        if (shadows != null && !shadows.stream().allMatch(shadow -> same(shadow, prediction))) {
            shadowsDiffering++;
        }
    }

    /** Whether a shadow says what was logged, as far as its model is there. */
    private boolean same(ShadowScore shadow, Prediction prediction) {
        return variants.scorer(
                        shadow.getModel(), shadow.getModelVersion(), shadow.getModelDigest(), prediction.getRevision())
                .map(model -> same(
                        shadow, prediction, model, variants.learnt(prediction.getRevision(), shadow.getModelDigest())))
                .orElse(true);
    }

    private static boolean same(
            ShadowScore shadow, Prediction prediction, EventScorer model, Optional<ConformalCalibration> learnt) {
        try {
            Prediction again = model.again(prediction, learnt);
            return Objects.equals(shadow.getScore(), again.getScore())
                    && Objects.equals(shadow.getLabel(), again.getLabel())
                    && Objects.equals(shadow.getUncertainty(), again.getUncertainty())
                    && Objects.equals(shadow.getDecision(), again.getDecision());
        } catch (IllegalArgumentException e) {
            return true; // a vector of other inputs, which is told where the prediction's own score is compared
        }
    }

    @Override
    public void unmatched(byte[] attached) {
        Prediction prediction = codec.decode(attached);
        boolean ours = prediction.getDefinitionHash().equals(pipeline.definitionHash());
        String topic = pipeline.definition().scoredSource().topic();
        if (!prediction.getSourceTopic().equals(topic)
                || prediction.getSourceOffset() < firstOffset.applyAsLong(prediction.getSourcePartition())) {
            eventsGone += ours ? 1 : 0;
        } else if (ours) {
            unexpected++;
        }
    }

    List<Checked> features() {
        return features.stream().map(Tally::checked).toList();
    }

    Checked scores() {
        return scores.checked();
    }
}
