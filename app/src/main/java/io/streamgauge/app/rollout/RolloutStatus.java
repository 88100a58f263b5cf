package io.streamgauge.app.rollout;

import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.GuardBreach;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.scoring.rollout.Buckets;
import io.streamgauge.scoring.rollout.ConformalPlan;
import io.streamgauge.scoring.rollout.GuardText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is deployed in a pipeline, and what is in force.
 *
 * @param pipeline the pipeline
 * @param revision the newest revision; 0 when nothing was deployed
 * @param action what it did; null for revision 0
 * @param author who made it
 * @param reason why
 * @param createdAt when
 * @param entity fields that name the entity by which variants are chosen
 * @param variants the champion first; none for revision 0
 * @param learnt what sets or intervals of its models were learnt from labels
 * @param partitions what is in force, by partition; one that has none yet is at revision 0
 * @param guards what the guards of the newest revision see
 * @param breach the guard that did not hold, when the pipeline made the newest revision by itself; else null
 */
public record RolloutStatus(
        String pipeline,
        long revision,
        @Nullable String action,
        @Nullable String author,
        @Nullable String reason,
        @Nullable String createdAt,
        List<String> entity,
        List<Variant> variants,
        List<Learnt> learnt,
        List<InForce> partitions,
        List<Guarding> guards,
        @Nullable Breach breach) {

    /**
     * What the sets or intervals of a deployed model were learnt from labels.
     *
     * @param revision in which
     * @param gives set or interval
     * @param coverage share of outcomes to be held
     * @param thresholds by class, or of "" for all
     * @param asOf event time of the newest label; null when they came from a file
     * @param realised how often those before held the outcome, by variant
     */
    public record Learnt(
            String model,
            String version,
            String digest,
            long revision,
            String gives,
            double coverage,
            boolean perClass,
            List<Threshold> thresholds,
            @Nullable String asOf,
            List<Realised> realised) {

        static Learnt of(DeployedModel model, ConformalCalibration learnt) {
            return new Learnt(
                    model.getName(),
                    model.getVersion(),
                    model.getDigest(),
                    learnt.getRevision(),
                    learnt.getGives(),
                    learnt.getCoverage(),
                    learnt.getPerClass(),
                    learnt.getThresholds().stream()
                            .map(one -> new Threshold(
                                    one.getOf(),
                                    Double.isInfinite(one.getValue()) ? null : one.getValue(),
                                    one.getLabels()))
                            .toList(),
                    learnt.getAsOf() == null ? null : learnt.getAsOf().toString(),
                    learnt.getRealised().stream()
                            .map(one -> new Realised(
                                    one.getVariant(),
                                    one.getLabels(),
                                    one.getHeld(),
                                    one.getHeld() / (double) one.getLabels()))
                            .toList());
        }
    }

    /**
     * Up to where a class, or any class, belongs.
     *
     * @param value what is stranger does not belong; null when all does, for want of labels
     */
    public record Threshold(String of, @Nullable Double value, int labels) {}

    /**
     * How often a variant's sets or intervals came true.
     *
     * @param share of the labels whose prediction's set or interval held the outcome
     */
    public record Realised(String variant, long labels, long held, double share) {}

    /**
     * A variant of the newest revision.
     *
     * @param role champion, candidate or shadow
     * @param share of the entities that it serves, in percent, from 0 to 100
     */
    public record Variant(
            String name, String role, String model, String version, String digest, double share, boolean paused) {}

    /**
     * What is in force in a partition.
     *
     * @param topic that brings the events to the scoring task
     * @param sinceOffset offset there of the first event scored under it
     * @param reason why it is an older revision than the one before it; null when it is not
     */
    public record InForce(
            int partition,
            long revision,
            String topic,
            long sinceOffset,
            String sinceEvent,
            String since,
            @Nullable String reason) {}

    /**
     * What a guard sees of its variant's last predictions.
     *
     * @param guard as it was written
     * @param state waiting, holds, broken or not judged
     * @param seen in the unit of the guard's limit, such as 4.2%
     * @param of how many predictions
     * @param text all of it as a sentence
     */
    public record Guarding(String variant, String guard, String state, String seen, int of, String text) {}

    /**
     * A guard that did not hold.
     *
     * @param variant what was taken back
     * @param guard as it was written
     * @param seen in the unit of the guard's limit
     * @param events of how many predictions
     * @param compared of a shift, with how many scores of the champion
     * @param pValue of a shift without a risk, probability of it by chance; else null
     * @param atLeast the lower confidence bound of what was seen, in the same unit; null for a guard without a risk
     * @param from when the first of the predictions was scored
     * @param to when the last of them was scored
     */
    public record Breach(
            String variant,
            String model,
            String version,
            String guard,
            String seen,
            int events,
            int compared,
            @Nullable Double pValue,
            @Nullable String atLeast,
            String from,
            String to) {

        static Breach of(GuardBreach breach) {
            return new Breach(
                    breach.getVariant(),
                    breach.getModel().getName(),
                    breach.getModel().getVersion(),
                    GuardText.of(breach.getGuard()),
                    GuardText.value(breach.getGuard(), breach.getSeen()),
                    breach.getEvents(),
                    breach.getCompared(),
                    breach.getPValue(),
                    breach.getAtLeast() == null ? null : GuardText.value(breach.getGuard(), breach.getAtLeast()),
                    breach.getFrom().toString(),
                    breach.getTo().toString());
        }
    }

    /** The same with what its guards see. */
    public RolloutStatus guarded(List<Guarding> seen) {
        return new RolloutStatus(
                pipeline,
                revision,
                action,
                author,
                reason,
                createdAt,
                entity,
                variants,
                learnt,
                partitions,
                List.copyOf(seen),
                breach);
    }

    /**
     * What the control topic says, by the newest revision.
     *
     * @param activations in the order of their partitions
     */
    public static RolloutStatus of(
            String pipeline, Optional<ModelDeployment> newest, List<ModelActivation> activations) {
        Map<Integer, ModelActivation> last = new TreeMap<>();
        activations.forEach(activation -> last.put(activation.getPartition(), activation));
        return new RolloutStatus(
                pipeline,
                newest.map(ModelDeployment::getRevision).orElse(0L),
                newest.map(ModelDeployment::getAction).orElse(null),
                newest.map(ModelDeployment::getAuthor).orElse(null),
                newest.map(ModelDeployment::getReason).orElse(null),
                newest.map(deployment -> deployment.getCreatedAt().toString()).orElse(null),
                newest.map(ModelDeployment::getEntity).orElse(List.of()),
                newest.map(RolloutStatus::variants).orElse(List.of()),
                newest.map(RolloutStatus::learnt).orElse(List.of()),
                last.values().stream().map(RolloutStatus::inForce).toList(),
                List.of(),
                newest.map(ModelDeployment::getBreach).map(Breach::of).orElse(null));
    }

    /** What deployed models have learnt from labels, each model once. */
    public static List<Learnt> learnt(ModelDeployment deployment) {
        List<Learnt> learnt = new ArrayList<>();
        deployment.getVariants().stream()
                .map(DeployedVariant::getModel)
                .distinct()
                .forEach(model -> ConformalPlan.of(deployment, model.getDigest())
                        .ifPresent(one -> learnt.add(Learnt.of(model, one))));
        return learnt;
    }

    private static List<Variant> variants(ModelDeployment deployment) {
        int others = deployment.getVariants().stream()
                .filter(variant -> !variant.getPaused())
                .mapToInt(variant -> Buckets.size(variant.getBuckets()))
                .sum();
        List<Variant> variants = new ArrayList<>();
        for (DeployedVariant variant : deployment.getVariants()) {
            boolean champion = variant.getRole() == VariantRole.CHAMPION;
            int buckets =
                    champion ? Buckets.COUNT - others : variant.getPaused() ? 0 : Buckets.size(variant.getBuckets());
            variants.add(new Variant(
                    variant.getName(),
                    variant.getRole().name().toLowerCase(Locale.ROOT),
                    variant.getModel().getName(),
                    variant.getModel().getVersion(),
                    variant.getModel().getDigest(),
                    buckets / 10_000.0,
                    variant.getPaused()));
        }
        return variants;
    }

    private static InForce inForce(ModelActivation activation) {
        return new InForce(
                activation.getPartition(),
                activation.getRevision(),
                activation.getInputTopic(),
                activation.getOffset(),
                activation.getEventId(),
                activation.getActivatedAt().toString(),
                activation.getReason());
    }
}
