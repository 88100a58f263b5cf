package io.streamgauge.app.online;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.MissingPolicy;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.ModelDefinition;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.ScoringException;
import io.streamgauge.scoring.ScoringMetrics;
import io.streamgauge.scoring.UncertaintyDefinition;
import io.streamgauge.scoring.conformal.Coverage;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import io.streamgauge.stream.EventFeatures;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Scores on request over rows on the heap. The model's score is the sum of its inputs over a thousand. */
public final class TestingScores implements Model, NextEvent {

    private final TestingReads reads;
    private final EventFeatures features;
    public final OnlineScores scores;
    public final AtomicInteger openScorers = new AtomicInteger();
    /** Thrown by every read of features when it is there. */
    public volatile Optional<RuntimeException> failure = Optional.empty();

    /** Thrown by the model when it is there. */
    public volatile Optional<ScoringException> modelFailure = Optional.empty();

    public TestingScores(
            FeatureDefinition definition,
            List<String> inputs,
            TestingReads reads,
            Supplier<OptionalLong> progressMs,
            Clock clock,
            ScoringMetrics metrics) {
        this.reads = reads;
        this.features = EventFeatures.over(definition, view -> reads.rows(view.name()));
        ConfigNode node = new ConfigNode("p.yaml", 1, "model", null, List.of(), Map.of(), ConfigNode.Kind.MAPPING);
        EventScoring scoring = new EventScoring(
                definition,
                new ModelDefinition(
                        definition.pipeline(),
                        "1",
                        Path.of("fraud.onnx"),
                        definition.scored(),
                        inputs,
                        Optional.of("score >= 0.5 ? \"review\" : \"accept\""),
                        MissingPolicy.REFUSE,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(
                                new UncertaintyDefinition(Gives.SET, Coverage.of(0.9), false, Optional.empty(), 5_000)),
                        node),
                this,
                VectorPlan.of(definition, inputs));
        this.scores = new OnlineScores(definition.scoredSource(), scoring::newScorer, this, progressMs, clock, metrics);
    }

    @Override
    public List<FeatureValues> features(List<Event> events, long nowMs) {
        failure.ifPresent(thrown -> {
            throw thrown;
        });
        return features.of(events);
    }

    @Override
    public ServedBy here() {
        return reads.here();
    }

    @Override
    public boolean mayWait() {
        return reads.mayWait();
    }

    @Override
    public String digest() {
        return "d1";
    }

    @Override
    public Scorer newScorer() {
        openScorers.incrementAndGet();
        return new Scorer() {
            @Override
            public double score(FeatureValues vector) {
                modelFailure.ifPresent(thrown -> {
                    throw thrown;
                });
                double sum = 0;
                for (int i = 0; i < vector.size(); i++) {
                    sum += vector.valueAt(i);
                }
                return sum / 1_000;
            }

            @Override
            public void close() {
                openScorers.decrementAndGet();
            }
        };
    }

    @Override
    public void close() {}
}
