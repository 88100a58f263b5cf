package io.streamgauge.app.uncertainty;

import io.streamgauge.app.config.LabelsDefinition;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.scoring.ConformalLearning;
import io.streamgauge.scoring.UncertaintyDefinition;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the newest labels teach of the models that are deployed.
 *
 * @param learning what they teach of any model
 * @param asOfMs event time of the newest of them; empty when they have no time
 */
public record LearntFromLabels(UncertaintyDefinition declared, ConformalLearning learning, OptionalLong asOfMs) {

    private static final Duration POLL = Duration.ofMillis(500);

    /** From what the topics of labels and predictions hold now. */
    public static LearntFromLabels read(
            Cluster cluster, Pipeline pipeline, LabelsDefinition labels, UncertaintyDefinition declared) {
        try (LabelTopic topic = new LabelTopic(cluster, pipeline, labels, declared.labels())) {
            while (!topic.caughtUp()) {
                topic.poll(POLL);
            }
            return of(cluster, pipeline.name(), declared, topic.labels());
        }
    }

    static LearntFromLabels of(Cluster cluster, String pipeline, UncertaintyDefinition declared, NewestLabels labels) {
        return new LearntFromLabels(
                declared, JudgedPredictions.read(cluster, pipeline, declared, labels.outcomes()), labels.newestMs());
    }

    /**
     * The change that gives deployed models what is learnt for them.
     *
     * @param document the model of revision 0
     * @param unless what must not have been learnt meanwhile: event time up to which another has; empty to learn in any case
     */
    public Deployments.Change change(DeployedModel document, OptionalLong unless) {
        return (history, next) -> {
            if (unless.isPresent() && asOfMs(history).orElse(Long.MIN_VALUE) >= unless.getAsLong()) {
                throw new DeploymentException("another instance has learnt from these labels already");
            }
            List<DeployedModel> deployed = deployed(history, document);
            List<ConformalCalibration> learnt = new ArrayList<>();
            for (DeployedModel model : deployed) {
                learning.learnt(model.getDigest())
                        .map(builder -> builder.setAsOf(asOf()).build())
                        .ifPresent(learnt::add);
            }
            if (learnt.isEmpty()) {
                throw new DeploymentException(tooFew(deployed));
            }
            return next.conform(document, learnt);
        };
    }

    private @Nullable Instant asOf() {
        return asOfMs.isPresent() ? Instant.ofEpochMilli(asOfMs.getAsLong()) : null;
    }

    private String tooFew(List<DeployedModel> deployed) {
        StringBuilder counts = new StringBuilder();
        deployed.forEach(model -> counts.append(counts.isEmpty() ? "" : ", ")
                .append(learning.labels(model.getDigest()))
                .append(" of model ")
                .append(model.getName())
                .append(' ')
                .append(model.getVersion()));
        return "too few labelled predictions for a bound: " + counts + "; a coverage of " + declared.coverage()
                + " wants at least " + declared.coverage().fewestLabels()
                + (declared.perClass() ? " of a class" : "")
                + ". Labels judge predictions that carry a set or interval, made since model.uncertainty is declared";
    }

    /** Models of the newest revision, each once. */
    static List<DeployedModel> deployed(DeploymentHistory history, DeployedModel document) {
        return history.newest().map(ModelDeployment::getVariants).orElse(List.of()).stream()
                .map(DeployedVariant::getModel)
                .distinct()
                .collect(java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.toList(), models -> models.isEmpty() ? List.of(document) : models));
    }

    /** Event time up to which the newest revision has learnt from labels; empty when it has not. */
    static OptionalLong asOfMs(DeploymentHistory history) {
        return history.newest().map(LearntFromLabels::asOfMs).orElse(OptionalLong.empty());
    }

    static OptionalLong asOfMs(ModelDeployment newest) {
        return newest.getConformal().stream()
                .flatMap(one -> Optional.ofNullable(one.getAsOf()).stream())
                .mapToLong(Instant::toEpochMilli)
                .max();
    }
}
