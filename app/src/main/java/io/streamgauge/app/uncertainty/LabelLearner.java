package io.streamgauge.app.uncertainty;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.LabelsDefinition;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.UncertaintyDefinition;
import io.streamgauge.scoring.rollout.DeploymentException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns sets or intervals anew while the pipeline runs, when {@link LearningTimes} says so, and publishes the next revision.
 * Every instance of the pipeline does; of those that are at it at once one is accepted, and the others find nothing left to do.
 */
public final class LabelLearner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LabelLearner.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long RETRY_MS = 5_000;
    /** All labels and predictions are read again each time. */
    private static final long LAST_RETRY_MS = 600_000;

    private static final String AUTHOR = "streamgauge";
    /** How often another revision may come first before all is read again. */
    private static final int ATTEMPTS = 5;

    private final Cluster cluster;
    private final Pipeline pipeline;
    private final LabelsDefinition definition;
    private final UncertaintyDefinition declared;
    private final DeployedModel document;
    private final Supplier<Optional<ModelDeployment>> newest;
    private final LearningTimes times;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "label-learner");
    private volatile Optional<LabelTopic> topic = Optional.empty();
    private String told = "";
    private long retryMs = RETRY_MS;

    /**
     * @param document the model of revision 0
     * @param newest the newest revision, as far as this process knows
     */
    private LabelLearner(
            Cluster cluster,
            Pipeline pipeline,
            LabelsDefinition definition,
            UncertaintyDefinition declared,
            Duration update,
            DeployedModel document,
            Supplier<Optional<ModelDeployment>> newest) {
        this.cluster = cluster;
        this.pipeline = pipeline;
        this.definition = definition;
        this.declared = declared;
        this.document = document;
        this.newest = newest;
        this.times = new LearningTimes(update, declared.coverage().fewestLabels());
        thread.setDaemon(true);
    }

    /** Begins, where the pipeline's document asks for it; closing ends it. */
    public static AutoCloseable start(
            Cluster cluster, Pipeline pipeline, DeployedModel document, Supplier<Optional<ModelDeployment>> newest) {
        Optional<UncertaintyDefinition> declared = pipeline.model().uncertainty();
        Optional<Duration> update = declared.flatMap(UncertaintyDefinition::update);
        if (declared.isEmpty() || update.isEmpty() || pipeline.labels().isEmpty()) {
            return () -> {};
        }
        LabelLearner learner = new LabelLearner(
                cluster, pipeline, pipeline.labels().get(), declared.get(), update.get(), document, newest);
        learner.thread.start();
        return learner;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try (LabelTopic labels = new LabelTopic(cluster, pipeline, definition, declared.labels())) {
                    topic = Optional.of(labels);
                    follow(labels);
                } catch (WakeupException e) {
                    return;
                } catch (RuntimeException e) {
                    warn(e.toString());
                } finally {
                    topic = Optional.empty();
                }
                if (closing.await(retryMs, TimeUnit.MILLISECONDS)) {
                    return;
                }
                retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What goes wrong the same way again is told once. */
    private void warn(String failure) {
        if (!failure.equals(told)) {
            LOG.warn("cannot learn from labels, trying again: {}", failure);
            told = failure;
        }
    }

    private void follow(LabelTopic labels) {
        boolean caughtUp = false;
        while (closing.getCount() > 0) {
            labels.poll(POLL);
            caughtUp = caughtUp || labels.caughtUp();
            OptionalLong asOfMs = newest.get().map(LearntFromLabels::asOfMs).orElse(OptionalLong.empty());
            OptionalLong newestMs = labels.labels().newestMs();
            if (caughtUp && newestMs.isPresent() && times.due(labels.labels().size(), newestMs.getAsLong(), asOfMs)) {
                tryToLearn(labels.labels());
                retryMs = RETRY_MS;
            }
        }
    }

    /** What cannot be read or published now is tried again, and not left until the next period begins. */
    private void tryToLearn(NewestLabels labels) {
        try {
            learn(labels);
        } catch (RuntimeException e) {
            times.again();
            throw e;
        }
    }

    private void learn(NewestLabels labels) {
        LearntFromLabels learnt = LearntFromLabels.of(cluster, pipeline.name(), declared, labels);
        Deployments.Change change =
                learnt.change(document, times.since(labels.newestMs().orElseThrow()));
        String why = "";
        try (Deployments deployments = new Deployments(cluster, pipeline.name())) {
            for (int attempt = 0; attempt < ATTEMPTS && closing.getCount() > 0; attempt++) {
                try {
                    ModelDeployment made = deployments.publish(AUTHOR, "labels", change);
                    LOG.info(
                            "revision {}: sets or intervals are learnt from {} labels",
                            made.getRevision(),
                            labels.size());
                    return;
                } catch (CommandFailedException e) {
                    if (attempt == ATTEMPTS - 1) {
                        throw e;
                    }
                    why = String.valueOf(e.getMessage()); // another revision came first, perhaps of something else
                }
            }
        } catch (DeploymentException e) {
            why = String.valueOf(e.getMessage());
        }
        LOG.info("nothing is learnt from {} labels: {}", labels.size(), why);
    }

    @Override
    public void close() {
        closing.countDown();
        topic.ifPresent(LabelTopic::wakeup);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
