package io.streamgauge.app.rollout;

import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelActivation;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.scoring.rollout.Buckets;
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
 * @param partitions what is in force, by partition; one that has none yet is at revision 0
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
        List<InForce> partitions) {

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

    static RolloutStatus of(String pipeline, Optional<ModelDeployment> newest, List<ModelActivation> activations) {
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
                last.values().stream().map(RolloutStatus::inForce).toList());
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
