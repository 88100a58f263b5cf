package io.streamgauge.app.history;

import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.ServedFeature;
import io.streamgauge.schemas.wire.AvroCodec;
import io.streamgauge.scoring.EventScorer;
import io.streamgauge.store.backfill.training.Served;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EnrichedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The vectors that predictions carry, told to their replay. One per thread. */
final class ServedVectors implements Served {

    private final VerifiedPipeline pipeline;
    private final AvroCodec<Prediction> codec;
    private final EventScorer scorer;
    private final Explanations explanations;
    private final List<Set<String>> featuresOfViews;

    ServedVectors(
            VerifiedPipeline pipeline, AvroCodec<Prediction> codec, EventScorer scorer, Explanations explanations) {
        this.pipeline = pipeline;
        this.codec = codec;
        this.scorer = scorer;
        this.explanations = explanations;
        FeatureDefinition definition = pipeline.definition();
        this.featuresOfViews = definition.views().stream().map(this::features).toList();
    }

    private Set<String> features(ViewDefinition view) {
        Set<String> names = new HashSet<>();
        view.featureNames().stream()
                .map(feature -> view.name() + "." + feature)
                .filter(name -> !pipeline.ofTable(name))
                .forEach(names::add);
        return names;
    }

    @Override
    public boolean overHop(int view) {
        return pipeline.overHop(view);
    }

    @Override
    public long takenAt(byte[] attached) {
        return codec.decode(attached).getProcessedAt().toEpochMilli();
    }

    @Override
    public boolean agrees(int view, EnrichedEvent enriched, byte[] attached) {
        if (!pipeline.samples(enriched.event().id())) {
            return true;
        }
        Prediction prediction = codec.decode(attached);
        if (!prediction.getDefinitionHash().equals(pipeline.definitionHash())) {
            return true;
        }
        Set<String> names = featuresOfViews.get(view);
        List<ServedFeature> served = prediction.getFeatures();
        List<ServedFeature> replayed = scorer.vector(enriched);
        for (int i = 0; i < Math.min(served.size(), replayed.size()); i++) {
            ServedFeature one = replayed.get(i);
            if (names.contains(one.getName())
                    && !(Tally.equal(Comparer.valueOf(served.get(i)), Comparer.valueOf(one))
                            && served.get(i).getStatus() == one.getStatus())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void explained(int view, EnrichedEvent enriched) {
        explanations.add(enriched, view);
    }
}
