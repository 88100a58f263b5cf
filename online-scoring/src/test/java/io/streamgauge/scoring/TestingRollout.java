package io.streamgauge.scoring;

import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.Revisions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Deployments made in a test: models by version, whose score is the version, and a control topic in memory. */
final class TestingRollout {

    final DeploymentHistory history = new DeploymentHistory();
    private final Map<String, TestingModel> opened = new HashMap<>();
    final Map<String, String> broken = new HashMap<>();
    /** Versions in the order they were fetched, whether in vain or not. */
    final List<String> fetched = new CopyOnWriteArrayList<>();

    /** Versions that fail with an error, as one that is too large for the heap. */
    final Map<String, Error> errors = new HashMap<>();

    /** Scores of versions whose score is another than the version. */
    final Map<String, Double> scores = new HashMap<>();

    /** One change of the deployments. */
    interface Change {
        ModelDeployment of(Revisions revisions) throws DeploymentException;
    }

    /** The model of a version as it was loaded last. */
    TestingModel opened(int version) {
        return Objects.requireNonNull(opened.get(Integer.toString(version)));
    }

    static DeployedModel model(int version) {
        return new DeployedModel(
                "cards", Integer.toString(version), Integer.toString(version).repeat(64));
    }

    ModelSource source() {
        return wanted -> {
            fetched.add(wanted.getVersion());
            Error error = errors.get(wanted.getVersion());
            if (error != null) {
                throw error;
            }
            String why = broken.get(wanted.getVersion());
            if (why != null) {
                throw new BadModelException(why);
            }
            double score = scores.getOrDefault(wanted.getVersion(), Double.parseDouble(wanted.getVersion()));
            TestingModel made = new TestingModel(wanted.getDigest(), vector -> score);
            opened.put(wanted.getVersion(), made);
            return made;
        };
    }

    /** A loader that knows all there is, as after a start. */
    RolloutLoader loader(EventScoring document) throws InterruptedException {
        RolloutLoader loader = new RolloutLoader(document, source());
        history.all().forEach(loader::offer);
        loader.start().await(Duration.ofSeconds(10));
        return loader;
    }

    /** Makes the next revision and tells it to loaders, which have tried to load it on return. */
    ModelDeployment publish(Change change, RolloutLoader... loaders) throws Exception {
        ModelDeployment next =
                change.of(new Revisions("cards", history, new Revisions.Signature("ada", "a test", Instant.EPOCH)));
        history.offer(next);
        for (RolloutLoader loader : loaders) {
            loader.offer(next);
            loader.await(Duration.ofSeconds(10));
        }
        return next;
    }

    ModelDeployment deploy(String variant, int version, int percent, RolloutLoader... loaders) throws Exception {
        Optional<Integer> buckets = percent == 0 ? Optional.empty() : Optional.of(percent * 10_000);
        return publish(
                revisions -> revisions.deploy(model(0), List.of("card"), variant, model(version), buckets), loaders);
    }
}
