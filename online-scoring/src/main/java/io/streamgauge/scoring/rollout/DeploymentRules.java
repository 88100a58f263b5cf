package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.BucketRange;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a deployment must be in itself: one champion, first; names that differ; candidates that hold buckets, each bucket once. */
public final class DeploymentRules {

    /** Name of the variant that scores what no candidate does. */
    public static final String CHAMPION = "champion";

    /** What a variant may be called. */
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private DeploymentRules() {}

    /** What is wrong with it; empty when nothing is. */
    public static Optional<String> problem(ModelDeployment deployment) {
        List<DeployedVariant> variants = deployment.getVariants();
        if (variants.isEmpty() || variants.get(0).getRole() != VariantRole.CHAMPION) {
            return Optional.of("its first variant is no champion");
        }
        Set<String> names = new HashSet<>();
        BitSet held = new BitSet(Buckets.COUNT);
        for (DeployedVariant variant : variants) {
            Optional<String> problem = problem(variant, held);
            if (problem.isPresent()) {
                return problem;
            }
            if (!names.add(variant.getName())) {
                return Optional.of("two variants are called '" + variant.getName() + "'");
            }
        }
        return deployment.getConformal().stream()
                .flatMap(one -> ConformalPlan.problem(one).stream())
                .map(problem -> "what it has learnt from labels is wrong: " + problem)
                .findFirst();
    }

    private static Optional<String> problem(DeployedVariant variant, BitSet held) {
        boolean champion = variant.getRole() == VariantRole.CHAMPION;
        String name = variant.getName();
        if (!NAME.matcher(name).matches()) {
            return Optional.of("a variant is called '" + name + "'; allowed: " + NAME);
        }
        if (champion != name.equals(CHAMPION)) {
            return Optional.of("variant '" + name + "' is a " + variant.getRole());
        }
        if (champion && variant.getPaused()) {
            return Optional.of("its champion rests");
        }
        if (!DIGEST.matcher(variant.getModel().getDigest()).matches()) {
            return Optional.of("the model of '" + name + "' has no digest");
        }
        if (variant.getBuckets().isEmpty() == (variant.getRole() == VariantRole.CANDIDATE)) {
            return Optional.of("'" + name + "', a " + variant.getRole() + ", holds "
                    + Buckets.size(variant.getBuckets()) + " buckets");
        }
        Optional<String> guard = variant.getGuards().stream()
                .flatMap(one -> GuardText.problem(one).stream())
                .findFirst();
        if (guard.isPresent()) {
            return Optional.of("a guard of '" + name + "' is wrong: " + guard.get());
        }
        for (BucketRange range : variant.getBuckets()) {
            if (range.getFrom() < 0 || range.getTo() > Buckets.COUNT || range.getFrom() >= range.getTo()) {
                return Optional.of("'" + name + "' holds buckets " + range.getFrom() + " to " + range.getTo());
            }
            int next = held.nextSetBit(range.getFrom());
            if (next >= 0 && next < range.getTo()) {
                return Optional.of("bucket " + next + " is held twice");
            }
            held.set(range.getFrom(), range.getTo());
        }
        return Optional.empty();
    }
}
