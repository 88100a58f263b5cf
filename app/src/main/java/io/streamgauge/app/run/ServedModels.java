package io.streamgauge.app.run;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.guard.GuardWatch;
import io.streamgauge.app.rollout.DeploymentFollower;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.rollout.RecordedPipeline;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.ModelSource;
import io.streamgauge.scoring.Rollout;
import io.streamgauge.scoring.RolloutLoader;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes out which models score events: those that are deployed, or those that scored them in the pipeline that is replayed. */
final class ServedModels {

    private static final Logger LOG = LoggerFactory.getLogger(ServedModels.class);
    private static final Duration LOADED_WITHIN = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final Cluster cluster;
    private final EventScoring scoring;
    private final ModelSource models;
    private final GuardWatch guards;
    private final Parts parts;

    /**
     * @param scoring by the document's model
     * @param models where others are found
     * @param guards told of what is deployed
     */
    ServedModels(
            Pipeline pipeline,
            Cluster cluster,
            EventScoring scoring,
            ModelSource models,
            GuardWatch guards,
            Parts parts) {
        this.pipeline = pipeline;
        this.cluster = cluster;
        this.scoring = scoring;
        this.models = models;
        this.guards = guards;
        this.parts = parts;
    }

    /** @param replayOf the pipeline that is replayed, if any */
    Rollout load(Optional<String> replayOf) throws InterruptedException {
        return replayOf.isPresent() ? replay(replayOf.get()) : follow();
    }

    /** The deployments of another pipeline, and which of them each event was scored under there. */
    private Rollout replay(String of) throws InterruptedException {
        RecordedPipeline recorded = RecordedPipeline.read(cluster, of);
        recorded.requireDocument(scoring.served());
        LOG.info(
                "events are scored as pipeline {} did, by the revisions of its {} predictions",
                of,
                recorded.revisions().events());
        try (Deployments theirs = new Deployments(cluster, of);
                Deployments ours = new Deployments(cluster, pipeline.name())) {
            ours.adopt(theirs.history());
        }
        return loader().replaying(recorded.revisions());
    }

    /** The deployments, as far as the control topic has them now: loaded before the first event. */
    private RolloutLoader loader() throws InterruptedException {
        RolloutLoader loader = parts.add("model loader", new RolloutLoader(scoring, models).start());
        parts.add("deployments", DeploymentFollower.start(cluster, pipeline.name(), next -> {
            guards.offer(next);
            return loader.offer(next);
        }));
        loader.await(LOADED_WITHIN);
        return loader;
    }

    /** What is deployed, judged by its guards. */
    private Rollout follow() throws InterruptedException {
        RolloutLoader loader = loader();
        guards.start();
        if (loader.accepted().isEmpty()) {
            tellDocument();
        }
        loader.accepted()
                .filter(newest -> !newest.getVariants()
                        .get(0)
                        .getModel()
                        .getDigest()
                        .equals(scoring.served().getDigest()))
                .ifPresent(newest -> LOG.info(
                        "model {} {} of the document does not serve: revision {} of the deployments has another champion",
                        scoring.served().getName(),
                        scoring.served().getVersion(),
                        newest.getRevision()));
        return loader;
    }

    /** Tells which model is revision 0: who deploys may see another file. */
    private void tellDocument() {
        try (Deployments deployments = new Deployments(cluster, pipeline.name())) {
            deployments.document(scoring.served());
        } catch (RuntimeException e) {
            LOG.warn(
                    "which model serves cannot be told in the control topic: a first deployment takes the model file that it"
                            + " sees for it: {}",
                    e.toString());
        }
    }
}
