package io.streamgauge.scoring;

import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.scoring.rollout.ConformalPlan;
import io.streamgauge.scoring.rollout.TrafficSplit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision of the deployments whose models are loaded. Closing it gives the models up; tasks that have taken scorers
 * before go on with them. Thread-safe.
 */
public final class ReadyDeployment implements AutoCloseable {

    private final long revision;
    private final List<EventScoring> serving;
    private final List<EventScoring> shadows;
    private final @Nullable TrafficSplit split;
    private final EntityOf entity;
    private final List<LoadedModels.Hold> holds;

    private ReadyDeployment(
            long revision,
            List<EventScoring> serving,
            List<EventScoring> shadows,
            @Nullable TrafficSplit split,
            EntityOf entity,
            List<LoadedModels.Hold> holds) {
        this.revision = revision;
        this.serving = serving;
        this.shadows = shadows;
        this.split = split;
        this.entity = entity;
        this.holds = holds;
    }

    /** The document's model, which scores everything. */
    static ReadyDeployment ofDocument(EventScoring document) {
        return new ReadyDeployment(0, List.of(document), List.of(), null, EntityOf.EVENT_ID, List.of());
    }

    /** Loads the models of a revision; variants that rest are left out. */
    static ReadyDeployment load(ModelDeployment deployment, EventScoring document, ModelFetches models)
            throws BadModelException {
        List<LoadedModels.Hold> holds = new ArrayList<>();
        try {
            EntityOf entity = EntityOf.fields(document.features, deployment.getEntity());
            List<EventScoring> serving = new ArrayList<>();
            List<EventScoring> shadows = new ArrayList<>();
            for (DeployedVariant variant : deployment.getVariants()) {
                if (!variant.getPaused()) {
                    LoadedModels.Hold hold = hold(models, variant);
                    holds.add(hold);
                    (variant.getRole() == VariantRole.SHADOW ? shadows : serving)
                            .add(document.deployed(
                                    variant.getModel(),
                                    variant.getName(),
                                    deployment.getRevision(),
                                    hold.model(),
                                    ConformalPlan.of(
                                            deployment, variant.getModel().getDigest())));
                }
            }
            TrafficSplit split = TrafficSplit.of(deployment);
            return new ReadyDeployment(
                    deployment.getRevision(), serving, shadows, split.none() ? null : split, entity, holds);
        } catch (Throwable e) {
            holds.forEach(LoadedModels.Hold::close);
            throw e;
        }
    }

    private static LoadedModels.Hold hold(ModelFetches models, DeployedVariant variant) throws BadModelException {
        try {
            return models.hold(variant.getModel());
        } catch (BadModelException e) {
            throw new BadModelException(
                    "variant '" + variant.getName() + "', model "
                            + variant.getModel().getName() + " "
                            + variant.getModel().getVersion() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Number of the revision. */
    public long revision() {
        return revision;
    }

    /**
     * Scorers for one task, to be closed by it.
     *
     * @throws IllegalStateException when it is closed
     */
    DeployedScorers newScorers() {
        List<EventScorer> opened = new ArrayList<>();
        try {
            serving.forEach(scoring -> opened.add(scoring.newScorer()));
            shadows.forEach(scoring -> opened.add(scoring.newScorer()));
        } catch (Throwable e) {
            opened.forEach(EventScorer::close);
            throw e;
        }
        return new DeployedScorers(
                this,
                opened.subList(0, serving.size()).toArray(EventScorer[]::new),
                opened.subList(serving.size(), opened.size()).toArray(EventScorer[]::new));
    }

    List<EventScoring> serving() {
        return serving;
    }

    List<EventScoring> shadows() {
        return shadows;
    }

    @Nullable
    TrafficSplit split() {
        return split;
    }

    EntityOf entity() {
        return entity;
    }

    @Override
    public void close() {
        holds.forEach(LoadedModels.Hold::close);
    }
}
