package io.streamgauge.scoring.rollout;

import io.streamgauge.schemas.BucketRange;
import io.streamgauge.schemas.ConformalCalibration;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.GuardBreach;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.schemas.wire.TrustedPackages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Makes the next revision of a pipeline's deployments; to be published, and then accepted or not. */
public final class Revisions {

    static {
        TrustedPackages.addThatOf(ModelDeployment.class); // defaults and copies of records, which Avro makes
    }

    private static final String SHADOW = "shadow";
    private static final String CONFORM = "conform";
    /** Models whose sets or intervals are kept: those of the newest first. */
    private static final int MAX_CONFORMAL = 100;

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

    /** The same with the guards that the variant has, if it is there. */
    public ModelDeployment deploy(
            DeployedModel document, List<String> entity, String variant, DeployedModel model, Optional<Integer> buckets)
            throws DeploymentException {
        return deploy(document, entity, variant, model, buckets, Optional.empty());
    }

    /**
     * Puts a model in the place of a variant: the champion, a shadow by its name, or a candidate, new or there.
     *
     * @param document the model of the pipeline document here, which must be the champion before the first revision
     * @param entity fields that name the entity; of an experiment that goes on they stay as they are
     * @param buckets of a candidate, how many are its; empty leaves those of one that is there
     * @param guards what its predictions must keep; empty leaves those of one that is there
     */
    public ModelDeployment deploy(
            DeployedModel document,
            List<String> entity,
            String variant,
            DeployedModel model,
            Optional<Integer> buckets,
            Optional<List<Guard>> guards)
            throws DeploymentException {
        ModelDeployment base = base(document);
        List<Guard> kept = guards.orElseGet(
                () -> find(base, variant).map(DeployedVariant::getGuards).orElse(List.of()));
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
            return next(base, "deploy", variants -> replaced(variants, champion(model, kept)));
        }
        if (isShadow(variant)) {
            return next(
                    base,
                    "deploy",
                    variants -> replaced(
                            variants, new DeployedVariant(variant, VariantRole.SHADOW, model, false, List.of(), kept)));
        }
        boolean begins = base.getVariants().stream().noneMatch(Revisions::isCandidate);
        List<BucketRange> own =
                find(base, variant).map(DeployedVariant::getBuckets).orElse(List.of());
        if (buckets.isEmpty() && own.isEmpty()) {
            throw new DeploymentException(
                    "a candidate needs a share of the entities, such as 5%; a model that is only logged is a 'shadow'");
        }
        DeployedVariant candidate = new DeployedVariant(
                variant, VariantRole.CANDIDATE, model, false, resized(base, variant, own, buckets.orElse(0)), kept);
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

    /** Makes a candidate or shadow the champion. Its guards go with it; where it has none, those of the champion stay. */
    public ModelDeployment promote(String variant) throws DeploymentException {
        ModelDeployment base = deployed();
        DeployedVariant promoted = other(base, variant, "promote");
        List<Guard> guards =
                promoted.getGuards().isEmpty() ? base.getVariants().get(0).getGuards() : promoted.getGuards();
        return next(
                base,
                "promote",
                variants -> replaced(without(variants, variant), champion(promoted.getModel(), guards)));
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
        return next(base, action, variants -> replaced(variants, paused(was, paused)));
    }

    /**
     * Goes back to the models of an earlier revision: the last that had others, or gave them to others, than the newest; from a
     * rollback, one before what that went back to. What was paused or resumed since is no such change, so what rests now goes
     * on resting; and a model that a guard has taken back is passed over.
     *
     * @param to the revision to go back to just as it was, where it is said
     */
    public ModelDeployment rollback(Optional<Long> to) throws DeploymentException {
        ModelDeployment base = deployed();
        if (to.isPresent() && (to.get() < 0 || to.get() >= base.getRevision())) {
            throw new DeploymentException(
                    "there is no revision " + to.get() + " to go back to; allowed: 0 to " + (base.getRevision() - 1));
        }
        long target = origin(to.isPresent() ? to.get() : before(base));
        ModelDeployment.Builder next = builder(base, "rollback").setRestores(target);
        history.find(target).ifPresent(plan -> next.setEntity(plan.getEntity()).setSalt(plan.getSalt()));
        List<DeployedVariant> variants = variants(target, base);
        return next.setVariants(
                        to.isPresent()
                                ? variants
                                : variants.stream()
                                        .map(one -> resting(one, base))
                                        .toList())
                .build();
    }

    private long before(ModelDeployment base) throws DeploymentException {
        long standing = origin(base.getRevision());
        Set<String> takenBack = takenBack();
        for (long revision = standing - 1; revision >= 0; revision--) {
            List<DeployedVariant> was = variants(origin(revision), base);
            boolean bad = revision > 0
                    && was.stream()
                            .anyMatch(one -> takenBack.contains(one.getModel().getDigest()));
            if (!bad && !models(was).equals(models(base.getVariants()))) {
                return revision;
            }
        }
        throw new DeploymentException("pipeline " + pipeline
                + (standing == 0 ? " is back at the model of its document already" : " had no other models before")
                + "; there is nothing before it");
    }

    /** Digests of the models that guards have taken back. */
    private Set<String> takenBack() {
        return history.all().stream()
                .flatMap(revision -> Optional.ofNullable(revision.getBreach()).stream())
                .map(breach -> breach.getModel().getDigest())
                .collect(Collectors.toSet());
    }

    private static List<DeployedVariant> models(List<DeployedVariant> variants) {
        return variants.stream()
                .map(one -> new DeployedVariant(
                        one.getName(), one.getRole(), one.getModel(), false, one.getBuckets(), List.of()))
                .toList();
    }

    private static DeployedVariant resting(DeployedVariant variant, ModelDeployment now) {
        boolean rests = find(now, variant.getName())
                .filter(one ->
                        one.getModel().getDigest().equals(variant.getModel().getDigest()))
                .map(DeployedVariant::getPaused)
                .orElse(variant.getPaused());
        return paused(variant, rests);
    }

    private static DeployedVariant paused(DeployedVariant variant, boolean paused) {
        return new DeployedVariant(
                variant.getName(),
                variant.getRole(),
                variant.getModel(),
                paused,
                variant.getBuckets(),
                variant.getGuards());
    }

    /**
     * Takes back a variant one of whose guards did not hold: a candidate or shadow ends; a champion gives way to the last
     * champion of another model that no guard has taken back, which is then unguarded, so that one fault in the data does not
     * lead from rollback to rollback. Other variants go on, but for those of the same model.
     *
     * @throws DeploymentException when the variant is not there any more, or nothing is left to go back to
     */
    public ModelDeployment takeBack(GuardBreach breach) throws DeploymentException {
        ModelDeployment base = deployed();
        String digest = breach.getModel().getDigest();
        DeployedVariant broken = find(base, breach.getVariant())
                .filter(one -> one.getModel().getDigest().equals(digest))
                .orElseThrow(() -> new DeploymentException(
                        "pipeline " + pipeline + " has variant '" + breach.getVariant() + "' no more"));
        if (broken.getRole() != VariantRole.CHAMPION) {
            return builder(base, "withdraw")
                    .setVariants(without(base.getVariants(), broken.getName()))
                    .setBreach(breach)
                    .build();
        }
        long good = lastGood(base, digest);
        List<DeployedVariant> variants = new ArrayList<>();
        variants.add(champion(variants(good, base).get(0).getModel(), List.of()));
        base.getVariants().stream()
                .skip(1)
                .filter(one -> !one.getModel().getDigest().equals(digest))
                .forEach(variants::add);
        return builder(base, "rollback")
                .setRestores(good)
                .setVariants(variants)
                .setBreach(breach)
                .build();
    }

    private long lastGood(ModelDeployment base, String broken) throws DeploymentException {
        Set<String> takenBack = takenBack();
        for (long revision = base.getRevision() - 1; revision >= 0; revision--) {
            long origin = origin(revision);
            String digest = variants(origin, base).get(0).getModel().getDigest();
            if (!digest.equals(broken) && !takenBack.contains(digest)) {
                return origin;
            }
        }
        throw new DeploymentException("no champion of pipeline " + pipeline + " before this one is left to go back to");
    }

    /** What a revision served; of 0 the document's model. */
    private List<DeployedVariant> variants(long revision, ModelDeployment base) {
        return history.find(revision)
                .map(ModelDeployment::getVariants)
                .orElse(List.of(champion(base.getDocument(), List.of())));
    }

    /**
     * Gives models that are deployed the sets or intervals learnt from labels. Variants stay as they are, so this is no change
     * that a rollback takes back.
     *
     * @param document the model of the pipeline document here, which must be the champion before the first revision
     * @param learnt one per model; their revision is that which is made
     */
    public ModelDeployment conform(DeployedModel document, List<ConformalCalibration> learnt)
            throws DeploymentException {
        ModelDeployment base = base(document);
        List<ConformalCalibration> next = new ArrayList<>();
        for (ConformalCalibration one : learnt) {
            if (base.getVariants().stream()
                    .noneMatch(variant -> variant.getModel().getDigest().equals(one.getDigest()))) {
                throw new DeploymentException("no variant of pipeline " + pipeline + " is the model of digest "
                        + one.getDigest() + "; there is " + String.join(", ", names(base)));
            }
            next.add(ConformalCalibration.newBuilder(one)
                    .setRevision(base.getRevision() + 1)
                    .build());
        }
        base.getConformal().stream()
                .filter(old -> learnt.stream().noneMatch(one -> one.getDigest().equals(old.getDigest())))
                .forEach(next::add);
        return builder(base, CONFORM)
                .setConformal(List.copyOf(next.subList(0, Math.min(next.size(), MAX_CONFORMAL))))
                .setVariants(base.getVariants())
                .build();
    }

    /** The revision whose variants a revision has: itself, or what it went back to; what only learnt from labels has those before. */
    private long origin(long revision) {
        long at = revision;
        while (history.find(at).filter(one -> one.getAction().equals(CONFORM)).isPresent()) {
            at--;
        }
        Long restored = history.find(at).map(ModelDeployment::getRestores).orElse(null);
        return restored == null ? at : restored;
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
                .setVariants(List.of(champion(document, List.of())))
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
                .setConformal(base.getConformal())
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

    private static DeployedVariant champion(DeployedModel model, List<Guard> guards) {
        return new DeployedVariant(DeploymentRules.CHAMPION, VariantRole.CHAMPION, model, false, List.of(), guards);
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
