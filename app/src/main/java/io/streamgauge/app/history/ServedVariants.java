package io.streamgauge.app.history;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.EntityOf;
import io.streamgauge.scoring.EventScorer;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.ModelSource;
import io.streamgauge.scoring.rollout.ConformalPlan;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.DeploymentRules;
import io.streamgauge.scoring.rollout.TrafficSplit;
import io.streamgauge.store.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the control topic and the activations of a pipeline say of its predictions: under which revision each had to be made,
 * by which variant, and with which model, ready to score again. Not thread-safe.
 */
final class ServedVariants implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServedVariants.class);
    /** Whatever the number: a deployed model that fails on a row refuses it. */
    private static final long ANY_DEPLOYED = 1;

    private final Pipeline pipeline;
    private final EventScoring document;
    private final ModelSource source;
    private final DeploymentHistory history;
    private final RevisionsInForce revisions;

    private final Map<Long, TrafficSplit> splits = new HashMap<>();
    private final EventScorer documents;
    private final Map<String, Optional<EventScorer>> deployed = new HashMap<>();
    private final List<Model> models = new ArrayList<>();

    private ServedVariants(
            Pipeline pipeline,
            EventScoring document,
            ModelSource source,
            DeploymentHistory history,
            RevisionsInForce revisions) {
        this.pipeline = pipeline;
        this.document = document;
        this.source = source;
        this.history = history;
        this.revisions = revisions;
        this.documents = document.newScorer();
    }

    /**
     * As the topics hold it now.
     *
     * @param inputTopic the topic that brings events to the scoring task
     */
    static ServedVariants read(
            Cluster cluster, Pipeline pipeline, EventScoring document, ModelSource source, String inputTopic) {
        try (Deployments deployments = new Deployments(cluster, pipeline.name())) {
            List<ModelActivation> activations = deployments.activations();
            return new ServedVariants(
                    pipeline, document, source, deployments.history(), new RevisionsInForce(inputTopic, activations));
        }
    }

    /** Whether a prediction was made under the revision in force at its offset; one that does not know its offset passes. */
    boolean inForce(Prediction prediction) {
        if (prediction.getInputOffset() < 0) {
            return true;
        }
        return revisions.has(prediction.getInputPartition(), prediction.getInputOffset(), prediction.getRevision());
    }

    /** Whether a prediction is by the variant that its revision gives the event's entity, and by that variant's model. */
    boolean chosen(Prediction prediction, Event event) {
        long revision = prediction.getRevision();
        if (revision == 0) {
            return prediction.getVariant().equals(DeploymentRules.CHAMPION);
        }
        Optional<ModelDeployment> deployment = history.find(revision);
        if (deployment.isEmpty()) {
            return false;
        }
        String expected = variantOf(deployment.get(), event);
        return prediction.getVariant().equals(expected)
                && deployment.get().getVariants().stream()
                        .filter(variant -> variant.getName().equals(expected))
                        .map(DeployedVariant::getModel)
                        .allMatch(model -> model.getDigest().equals(prediction.getModelDigest()));
    }

    private String variantOf(ModelDeployment deployment, Event event) {
        TrafficSplit split = splits.computeIfAbsent(deployment.getRevision(), number -> TrafficSplit.of(deployment));
        if (split.none()) {
            return DeploymentRules.CHAMPION;
        }
        try {
            return split.variantOf(
                    EntityOf.fields(pipeline.features(), deployment.getEntity()).text(event));
        } catch (BadModelException e) {
            return DeploymentRules.CHAMPION; // such a revision cannot have been in force
        }
    }

    /** What scores with a model as it did under a revision; empty when the model is not to be had. */
    Optional<EventScorer> scorer(String name, String version, String digest, long revision) {
        if (revision == 0 && digest.equals(document.served().getDigest())) {
            return Optional.of(documents);
        }
        return deployed.computeIfAbsent(digest, unknown -> loaded(new DeployedModel(name, version, digest)));
    }

    /** What a revision had learnt from labels for a model; revision 0 had nothing. */
    Optional<ConformalCalibration> learnt(long revision, String digest) {
        return history.find(revision).flatMap(deployment -> ConformalPlan.of(deployment, digest));
    }

    private Optional<EventScorer> loaded(DeployedModel wanted) {
        try {
            Model model = source.open(wanted);
            models.add(model);
            if (!model.digest().equals(wanted.getDigest())) {
                throw new BadModelException("its file has digest " + model.digest());
            }
            return Optional.of(document.deployed(wanted, DeploymentRules.CHAMPION, ANY_DEPLOYED, model)
                    .newScorer());
        } catch (BadModelException e) {
            LOG.warn(
                    "scores of model {} {} are not compared: {}",
                    wanted.getName(),
                    wanted.getVersion(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        documents.close();
        deployed.values().forEach(scorer -> scorer.ifPresent(EventScorer::close));
        models.forEach(Model::close);
    }
}
