package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.BucketRange;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which variant of a deployment serves an entity: the candidate that holds its bucket, unless it rests, else the champion. Thread-safe. */
public final class TrafficSplit {

    private final String salt;
    private final int[] from;
    private final int[] to;
    private final String[] variants;

    private TrafficSplit(String salt, List<Slice> slices) {
        this.salt = salt;
        this.from = slices.stream().mapToInt(slice -> slice.range().getFrom()).toArray();
        this.to = slices.stream().mapToInt(slice -> slice.range().getTo()).toArray();
        this.variants = slices.stream().map(Slice::variant).toArray(String[]::new);
    }

    private record Slice(BucketRange range, String variant) {}

    /** The split of a deployment. */
    public static TrafficSplit of(ModelDeployment deployment) {
        List<Slice> slices = new ArrayList<>();
        for (DeployedVariant variant : deployment.getVariants()) {
            if (variant.getRole() == VariantRole.CANDIDATE && !variant.getPaused()) {
                variant.getBuckets().forEach(range -> slices.add(new Slice(range, variant.getName())));
            }
        }
        slices.sort(Comparator.comparingInt(slice -> slice.range().getFrom()));
        return new TrafficSplit(deployment.getSalt(), slices);
    }

    /** Whether the champion serves all. */
    public boolean none() {
        return variants.length == 0;
    }

    /** Name of the variant that serves an entity. */
    public String variantOf(String entity) {
        int bucket = Buckets.of(salt, entity);
        for (int i = 0; i < variants.length; i++) {
            if (bucket < to[i]) {
                return bucket >= from[i] ? variants[i] : DeploymentRules.CHAMPION;
            }
        }
        return DeploymentRules.CHAMPION;
    }
}
