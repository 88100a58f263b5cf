package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.BucketRange;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes the next revision of a pipeline's deployments; to be published, and then accepted or not. */
public final class Revisions {

    private static final String SHADOW = "shadow";

    private final String pipeline;
    private final DeploymentHistory history;
    private final Signature signature;

    /**
     * Who makes a revision.
     *
     * @param author who asked for it
     * @param reason why, in their words
     */
    public record Signature(String author, String reason, Instant at) {}

    /** @param history what is accepted so far */
    public Revisions(String pipeline, DeploymentHistory history, Signature signature) {
        this.pipeline = pipeline;
        this.history = history;
        this.signature = signature;
    }

    /** Whether a variant of this name is only logged: {@code shadow}, {@code shadow-<anything>}. */
    public static boolean isShadow(String variant) {
        return variant.equals(SHADOW) || variant.startsWith(SHADOW + "-");
    }

    /**
     * Puts a model in the place of a variant: the champion, a shadow by its name, or a candidate, new or there.
     *
     * @param document the model of the pipeline document here, which must be the champion before the first revision
     * @param entity fields that name the entity; of an experiment that goes on they stay as they are
     * @param buckets of a candidate, how many are its; empty leaves those of one that is there
     */
    public ModelDeployment deploy(
            DeployedModel document, List<String> entity, String variant, DeployedModel model, Optional<Integer> buckets)
            throws DeploymentException {
        ModelDeployment base = base(document);
        if (!DeploymentRules.NAME.matcher(variant).matches()) {
            throw new DeploymentException("'" + variant + "' cannot name a variant; allowed: champion, shadow,"
                    + " shadow-<name>, or another name of lower-case letters, digits, - and _");
        }
        boolean champion = variant.equals(DeploymentRules.CHAMPION);
        if ((champion || isShadow(variant)) && buckets.isPresent()) {
            throw new DeploymentException(
                    (champion ? "the champion scores what no candidate does" : "a shadow scores all events")
                            + "; a share is for a candidate, such as 'canary'");
        }
        if (champion) {
            return next(base, "deploy", variants -> replaced(variants, champion(model)));
        }
        if (isShadow(variant)) {
            return next(
                    base,
                    "deploy",
                    variants -> replaced(
                            variants, new DeployedVariant(variant, VariantRole.SHADOW, model, false, List.of())));
        }
        boolean begins = base.getVariants().stream().noneMatch(Revisions::isCandidate);
        List<BucketRange> own =
                find(base, variant).map(DeployedVariant::getBuckets).orElse(List.of());
        if (buckets.isEmpty() && own.isEmpty()) {
            throw new DeploymentException(
                    "a candidate needs a share of the entities, such as 5%; a model that is only logged is a 'shadow'");
        }
        DeployedVariant candidate = new DeployedVariant(
                variant, VariantRole.CANDIDATE, model, false, resized(base, variant, own, buckets.orElse(0)));
        if (!begins && !entity.equals(base.getEntity())) {
            throw new DeploymentException("the experiment that goes on parts the events by " + base.getEntity()
                    + ", not by " + entity + "; withdraw or promote its candidates first");
        }
        String salt = begins ? pipeline + "/" + (base.getRevision() + 1) : base.getSalt();
        return builder(base, "deploy")
                .setEntity(List.copyOf(entity))
                .setSalt(salt)
                .setVariants(replaced(base.getVariants(), candidate))
                .build();
    }

    private static List<BucketRange> resized(ModelDeployment base, String variant, List<BucketRange> own, int wanted)
            throws DeploymentException {
        if (wanted == 0) {
            return own;
        }
        BitSet taken = new BitSet(Buckets.COUNT);
        base.getVariants().stream()
                .filter(other -> !other.getName().equals(variant))
                .forEach(other -> taken.or(Buckets.bits(other.getBuckets())));
        int free = Buckets.COUNT - taken.cardinality();
        if (wanted > free) {
            throw new DeploymentException("'" + variant + "' cannot have " + percent(wanted)
                    + ": the other candidates leave " + percent(free));
        }
        return Buckets.resized(own, taken, wanted);
    }

    /** So many buckets as a share. */
    public static String percent(int buckets) {
        return java.math.BigDecimal.valueOf(buckets, 4).stripTrailingZeros().toPlainString() + "%";
    }

    /** Makes a candidate or shadow the champion. */
    public ModelDeployment promote(String variant) throws DeploymentException {
        ModelDeployment base = deployed();
        DeployedModel model = other(base, variant, "promote").getModel();
        return next(base, "promote", variants -> replaced(without(variants, variant), champion(model)));
    }

    /** Ends a candidate or shadow. */
    public ModelDeployment withdraw(String variant) throws DeploymentException {
        ModelDeployment base = deployed();
        DeployedVariant ended = other(base, variant, "withdraw");
        return next(base, "withdraw", variants -> without(variants, ended.getName()));
    }

    /** Lets a candidate or shadow rest, or go on; a candidate keeps its entities for when it does. */
    public ModelDeployment pause(String variant, boolean paused) throws DeploymentException {
        ModelDeployment base = deployed();
        String action = paused ? "pause" : "resume";
        DeployedVariant was = other(base, variant, action);
        if (was.getPaused() == paused) {
            throw new DeploymentException("variant '" + variant + "' of pipeline " + pipeline
                    + (paused ? " is paused already" : " is not paused"));
        }
        DeployedVariant is =
                new DeployedVariant(was.getName(), was.getRole(), was.getModel(), paused, was.getBuckets());
        return next(base, action, variants -> replaced(variants, is));
    }

    /**
     * Goes back to the variants of an earlier revision: the one that the newest was based on, and from a rollback the one
     * before what that went back to.
     *
     * @param to the revision to go back to, where it is said
     */
    public ModelDeployment rollback(Optional<Long> to) throws DeploymentException {
        ModelDeployment base = deployed();
        if (to.isPresent() && (to.get() < 0 || to.get() >= base.getRevision())) {
            throw new DeploymentException(
                    "there is no revision " + to.get() + " to go back to; allowed: 0 to " + (base.getRevision() - 1));
        }
        long standing = origin(base.getRevision());
        if (to.isEmpty() && standing == 0) {
            throw new DeploymentException("pipeline " + pipeline
                    + " is back at the model of its document already; there is nothing before it");
        }
        long target = origin(to.orElse(standing - 1));
        ModelDeployment.Builder next = builder(base, "rollback").setRestores(target);
        Optional<ModelDeployment> restored = history.find(target);
        restored.ifPresent(plan -> next.setEntity(plan.getEntity()).setSalt(plan.getSalt()));
        return next.setVariants(
                        restored.map(ModelDeployment::getVariants).orElse(List.of(champion(base.getDocument()))))
                .build();
    }

    /** The revision whose variants a revision has: itself, or what it went back to. */
    private long origin(long revision) {
        Long restored = history.find(revision).map(ModelDeployment::getRestores).orElse(null);
        return restored == null ? revision : restored;
    }

    private ModelDeployment deployed() throws DeploymentException {
        return history.newest()
                .orElseThrow(() -> new DeploymentException("nothing is deployed in pipeline " + pipeline
                        + ": the model of its document scores all events; begin with 'streamgauge models deploy'"));
    }

    /**
     * What the first revision is based on.
     *
     * @throws DeploymentException when the document's model here is not the one that serves: the revision would replace it unasked
     */
    private ModelDeployment base(DeployedModel document) throws DeploymentException {
        Optional<ModelDeployment> newest = history.newest();
        if (newest.isPresent()) {
            return newest.get();
        }
        DeployedModel serving = history.document().orElse(document);
        if (!serving.getDigest().equals(document.getDigest())) {
            throw new DeploymentException("the model file of the document is not the one that pipeline " + pipeline
                    + " serves\n  serving    " + text(serving) + "\n  this file  " + text(document)
                    + "\nput the file that serves back, or restart the pipeline with this file, then deploy");
        }
        return ofDocument(serving);
    }

    private static String text(DeployedModel model) {
        return model.getName() + " " + model.getVersion() + ", digest " + model.getDigest();
    }

    /** Revision 0, the document's model, as a process that serves it tells it. */
    public ModelDeployment ofDocument(DeployedModel document) {
        return ModelDeployment.newBuilder()
                .setPipeline(pipeline)
                .setRevision(0)
                .setBasedOn(0)
                .setAction("document")
                .setAuthor(signature.author())
                .setReason(signature.reason())
                .setCreatedAt(signature.at())
                .setDocument(document)
                .setVariants(List.of(champion(document)))
                .build();
    }

    private ModelDeployment next(ModelDeployment base, String action, UnaryOperator<List<DeployedVariant>> change) {
        return builder(base, action)
                .setVariants(change.apply(base.getVariants()))
                .build();
    }

    private ModelDeployment.Builder builder(ModelDeployment base, String action) {
        return ModelDeployment.newBuilder()
                .setPipeline(pipeline)
                .setRevision(base.getRevision() + 1)
                .setBasedOn(base.getRevision())
                .setAction(action)
                .setAuthor(signature.author())
                .setReason(signature.reason())
                .setCreatedAt(signature.at())
                .setDocument(base.getDocument())
                .setEntity(base.getEntity())
                .setSalt(base.getSalt());
    }

    private DeployedVariant other(ModelDeployment base, String variant, String action) throws DeploymentException {
        DeployedVariant found = find(base, variant)
                .orElseThrow(() -> new DeploymentException("pipeline " + pipeline + " has no variant '" + variant
                        + "'; there is " + String.join(", ", names(base))));
        if (found.getRole() == VariantRole.CHAMPION) {
            throw new DeploymentException("cannot " + action
                    + " the champion, which scores what no candidate does; deploy or promote another in its place, or roll"
                    + " back");
        }
        return found;
    }

    private static List<String> names(ModelDeployment deployment) {
        return deployment.getVariants().stream().map(DeployedVariant::getName).toList();
    }

    private static Optional<DeployedVariant> find(ModelDeployment deployment, String variant) {
        return deployment.getVariants().stream()
                .filter(one -> one.getName().equals(variant))
                .findAny();
    }

    private static boolean isCandidate(DeployedVariant variant) {
        return variant.getRole() == VariantRole.CANDIDATE;
    }

    private static DeployedVariant champion(DeployedModel model) {
        return new DeployedVariant(DeploymentRules.CHAMPION, VariantRole.CHAMPION, model, false, List.of());
    }

    private static List<DeployedVariant> without(List<DeployedVariant> variants, String name) {
        return variants.stream().filter(one -> !one.getName().equals(name)).toList();
    }

    /** With one in the place of that of its name, or at the end. */
    private static List<DeployedVariant> replaced(List<DeployedVariant> variants, DeployedVariant by) {
        List<DeployedVariant> next = new ArrayList<>();
        boolean there = false;
        for (DeployedVariant variant : variants) {
            boolean same = variant.getName().equals(by.getName());
            next.add(same ? by : variant);
            there |= same;
        }
        if (!there) {
            next.add(by);
        }
        return List.copyOf(next);
    }
}
