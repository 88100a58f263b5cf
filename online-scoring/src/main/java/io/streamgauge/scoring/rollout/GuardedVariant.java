package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import java.util.List;
import java.util.Optional;

/**
 * A variant of the newest revision whose predictions must keep guards.
 *
 * @param revision the newest revision, which what is judged here holds of
 * @param since the first of the revisions in a row, up to the newest, that have the variant as it is: its model and guards, not
 *     paused; predictions of earlier ones are not judged
 * @param sinceMs when that first one was made
 * @param variant the variant
 * @param champion digest of the champion's model, with whose scores its own are compared
 */
public record GuardedVariant(long revision, long since, long sinceMs, DeployedVariant variant, String champion) {

    /** Those of the newest revision; none where nothing is guarded. */
    public static List<GuardedVariant> of(DeploymentHistory history) {
        Optional<ModelDeployment> newest = history.newest();
        return newest.map(ModelDeployment::getVariants).orElse(List.of()).stream()
                .filter(variant -> !variant.getGuards().isEmpty() && !variant.getPaused())
                .map(variant -> of(history, newest.orElseThrow(), variant))
                .toList();
    }

    private static GuardedVariant of(DeploymentHistory history, ModelDeployment newest, DeployedVariant variant) {
        long since = since(history, variant);
        long sinceMs = history.find(since).orElse(newest).getCreatedAt().toEpochMilli();
        String champion = newest.getVariants().get(0).getModel().getDigest();
        return new GuardedVariant(history.newestRevision(), since, sinceMs, variant, champion);
    }

    private static long since(DeploymentHistory history, DeployedVariant variant) {
        long since = history.newestRevision();
        while (history.find(since - 1)
                .filter(before -> before.getVariants().stream().anyMatch(one -> same(one, variant)))
                .isPresent()) {
            since--;
        }
        return since;
    }

    private static boolean same(DeployedVariant one, DeployedVariant other) {
        return one.getName().equals(other.getName())
                && one.getModel().getDigest().equals(other.getModel().getDigest())
                && one.getGuards().equals(other.getGuards())
                && one.getPaused() == other.getPaused();
    }

    /** Share of the events that it scores, from 0 to 1. */
    public double share(ModelDeployment deployment) {
        int others = deployment.getVariants().stream()
                .filter(one -> !one.getPaused())
                .mapToInt(one -> Buckets.size(one.getBuckets()))
                .sum();
        int own = Buckets.size(variant.getBuckets());
        return variant.getRole() == VariantRole.SHADOW
                ? 1
                : (double) (variant.getRole() == VariantRole.CHAMPION ? Buckets.COUNT - others : own) / Buckets.COUNT;
    }
}
