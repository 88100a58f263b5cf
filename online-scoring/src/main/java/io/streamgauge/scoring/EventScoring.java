package io.streamgauge.scoring;

import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.vector.VectorPlan;
import java.util.List;
import java.util.Optional;

/**
 * How a pipeline's events become predictions: vector, missing values, score, decision. Compiled once and shared by all
 * tasks; each takes an {@link EventScorer}. Thread-safe.
 */
public final class EventScoring {

    final String pipeline;
    final String definitionHash;
    final ModelDefinition definition;
    final Model model;
    final VectorPlan plan;
    final MissingPolicy.Applied missing;
    final Optional<Decision> decision;
    final Optional<Reasons> reasons;

    /**
     * @param model the loaded model, which stays its owner's to close
     * @param plan the vector of the definition's inputs
     * @throws io.streamgauge.store.expression.ExpressionException when the decision does not compile, which
     *     {@link ModelSection#check} tells earlier and with its line
     */
    public EventScoring(FeatureDefinition features, ModelDefinition definition, Model model, VectorPlan plan) {
        this.pipeline = features.pipeline();
        this.definitionHash = DefinitionHash.of(features);
        this.definition = definition;
        this.model = model;
        this.plan = plan;
        List<ModelContract.Value> vector = ModelContract.vector(definition, plan.names(), plan.types());
        this.missing = definition.missing().over(vector);
        this.decision = definition.decision().map(text -> Decision.compile(text, vector));
        this.reasons = definition.reasons().map(written -> new Reasons(written, vector, decision.isPresent()));
    }

    /** Name of the model. */
    public String modelName() {
        return definition.name();
    }

    /** What makes corrections for one task. */
    public VectorCorrections newCorrections() {
        return new VectorCorrections(this);
    }

    /** A scorer for one task, to be closed by it. */
    public EventScorer newScorer() {
        return new EventScorer(this, model.newScorer());
    }
}
