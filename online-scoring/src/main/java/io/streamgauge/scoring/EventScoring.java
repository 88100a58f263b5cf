package io.streamgauge.scoring;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.schemas.wire.TrustedPackages;
import io.streamgauge.scoring.rollout.DeploymentRules;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.vector.VectorPlan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline's events become predictions: vector, missing values, score, decision. Compiled once and shared by all
 * tasks; each takes an {@link EventScorer}. Thread-safe.
 */
public final class EventScoring {

    static {
        TrustedPackages.addThatOf(Prediction.class); // a prediction scored again is a copy, which Avro makes
    }

    /** The variant that scores what no other does, and all where nothing else is deployed. */
    static final String CHAMPION = DeploymentRules.CHAMPION;

    final String pipeline;
    final String definitionHash;
    final DeployedModel served;
    final String variant;
    final long revision;
    final Model model;
    final FeatureDefinition features;
    private final List<ModelContract.Value> vector;
    final VectorPlan plan;
    final MissingPolicy.Applied missing;
    final Optional<Decision> decision;
    final Optional<Reasons> reasons;
    private final Optional<UncertaintyDefinition> declared;
    /** What makes sets or intervals; null when predictions carry none. */
    final @Nullable Uncertainties uncertainties;

    private final AtomicBoolean reasonsFailed = new AtomicBoolean();

    /**
     * @param model the loaded model, which stays its owner's to close
     * @param plan the vector of the definition's inputs
     * @throws io.streamgauge.store.expression.ExpressionException when the decision does not compile, which
     *     {@link ModelSection#check} tells earlier and with its line
     */
    public EventScoring(FeatureDefinition features, ModelDefinition definition, Model model, VectorPlan plan) {
        this.pipeline = features.pipeline();
        this.definitionHash = DefinitionHash.of(features);
        this.served = new DeployedModel(definition.name(), definition.version(), model.digest());
        this.variant = CHAMPION;
        this.revision = 0;
        this.model = model;
        this.features = features;
        this.plan = plan;
        this.vector = ModelContract.vector(definition, plan.names(), plan.types());
        this.missing = definition.missing().over(vector);
        this.decision = definition
                .decision()
                .map(text ->
                        Decision.compile(text, vector, definition.uncertainty().map(UncertaintyDefinition::gives)));
        this.reasons = definition.reasons().map(written -> new Reasons(written, vector, decision.isPresent()));
        this.declared = definition.uncertainty();
        this.uncertainties = uncertainties(Optional.empty());
    }

    private EventScoring(
            EventScoring document,
            DeployedModel served,
            String variant,
            long revision,
            Model model,
            Optional<ConformalCalibration> learnt) {
        this.pipeline = document.pipeline;
        this.definitionHash = document.definitionHash;
        this.served = served;
        this.variant = variant;
        this.revision = revision;
        this.model = model;
        this.features = document.features;
        this.vector = document.vector;
        this.plan = document.plan;
        this.missing = document.missing;
        this.decision = document.decision;
        this.reasons = document.reasons;
        this.declared = document.declared;
        this.uncertainties = uncertainties(learnt);
    }

    /** What makes sets or intervals of what was learnt from labels; null when predictions carry none. */
    @Nullable
    Uncertainties uncertainties(Optional<ConformalCalibration> learnt) {
        return declared.map(definition -> Uncertainties.of(definition, learnt)).orElse(null);
    }

    /**
     * The same with a deployed model: vector, missing values and decision stay those of the document.
     *
     * @param ofRevision of the deployments
     */
    public EventScoring deployed(DeployedModel deployed, String name, long ofRevision, Model loaded) {
        return deployed(deployed, name, ofRevision, loaded, Optional.empty());
    }

    /**
     * The same, with sets or intervals by what the deployment has learnt from labels.
     *
     * @param learnt of the model; empty when nothing yet
     */
    public EventScoring deployed(
            DeployedModel deployed, String name, long ofRevision, Model loaded, Optional<ConformalCalibration> learnt) {
        return new EventScoring(this, deployed, name, ofRevision, loaded, learnt);
    }

    /** The values that a model is given, in order. */
    List<ModelContract.Value> vector() {
        return vector;
    }

    /** Whether no scorer of it has failed to make reasons before. */
    boolean firstFailureOfReasons() {
        return !reasonsFailed.getAndSet(true);
    }

    /** The model that scores. */
    public DeployedModel served() {
        return served;
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
