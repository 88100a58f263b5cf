package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.Guard;
import io.streamgauge.schemas.GuardMetric;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.VariantRole;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.rollout.Buckets;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import io.streamgauge.scoring.rollout.DeploymentRules;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.EventSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models deploy}: a registered model scores events of a pipeline. */
@Command(
        name = "deploy",
        description = {
            "Lets a registered model score events of a pipeline, beside its champion or in its place.",
            "It comes into force in each partition between two events; 'models status' tells where."
        })
final class ModelsDeployCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Parameters(index = "1", paramLabel = "NAME", description = "Name of the model.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Parameters(index = "2", paramLabel = "VERSION", description = "Version of the model.")
    @SuppressWarnings("NullAway.Init")
    private String version;

    @Option(
            names = "--as",
            paramLabel = "VARIANT",
            description =
                    "'shadow' or 'shadow-<name>': scores every event and is only logged. 'champion': takes the champion's"
                            + " place. Any other name, such as 'canary': serves a share (default: ${DEFAULT-VALUE}).",
            defaultValue = "shadow")
    private String variant = "shadow";

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            description =
                    "Share of the entities that the variant serves, such as 5%%. Raised later, it keeps those it has.")
    private @Nullable String share;

    @Option(
            names = "--by",
            paramLabel = "FIELD[,FIELD]",
            split = ",",
            description = "Fields of the scored event that name the entity by which variants are chosen (default: the"
                    + " entity of the pipeline's first view, else the event's id).")
    private List<String> by = List.of();

    @Mixin
    private GuardOptions guards = new GuardOptions();

    @Option(
            names = {"--store", "--model-store"},
            paramLabel = "LOCATION",
            description = "The model store (default: model.store of the pipeline document, else models in the data"
                    + " directory). The running pipeline reads its own.")
    private @Nullable String store;

    @Mixin
    private DeploymentOptions options = new DeploymentOptions();

    @Override
    public Integer call() {
        Optional<Integer> buckets = buckets(share);
        Optional<List<Guard>> guarded = guards.guards();
        boolean shift = guarded.orElse(List.of()).stream().anyMatch(guard -> guard.getMetric() == GuardMetric.SHIFT);
        if (shift && variant.equals(DeploymentRules.CHAMPION)) {
            throw new WrongUsageException(
                    "--guard: a champion's shift is not judged, since nobody scores beside it; the"
                            + " drift job watches its score. Deploy as shadow or canary first, or guard errors, latency or missing");
        }
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        by.forEach(field -> requireField(pipeline, field));
        DeployedModel model = registered(pipeline);
        return options.publish(
                spec,
                pipeline.name(),
                (history, next) -> next.deploy(
                        history.newest().map(ModelDeployment::getDocument).orElseGet(() -> ofDocument(pipeline)),
                        entity(pipeline, history),
                        variant,
                        model,
                        buckets,
                        guarded));
    }

    /** Buckets in a share such as {@code 5%} or {@code 0.05}. */
    static Optional<Integer> buckets(@Nullable String share) {
        if (share == null) {
            return Optional.empty();
        }
        boolean percent = share.endsWith("%");
        try {
            BigDecimal number = new BigDecimal(percent ? share.substring(0, share.length() - 1) : share);
            int buckets = number.movePointRight(percent ? 4 : 6)
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .intValueExact();
            if (buckets >= 1 && buckets < Buckets.COUNT) {
                return Optional.of(buckets);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // told below
        }
        throw new WrongUsageException("--share is '" + share
                + "'; allowed: 0.0001% and more, less than 100%, in steps of 0.0001%, or 0.05 for 5%");
    }

    private static void requireField(Pipeline pipeline, String field) {
        EventSchema schema = pipeline.features().scoredSource().schema();
        if (schema.indexOf(field) < 0) {
            throw new WrongUsageException("--by: " + Suggestion.unknown("field", field, schema.names()));
        }
    }

    private List<String> entity(Pipeline pipeline, DeploymentHistory history) {
        if (!by.isEmpty()) {
            return by;
        }
        Optional<ModelDeployment> goingOn = history.newest()
                .filter(newest ->
                        newest.getVariants().stream().anyMatch(one -> one.getRole() == VariantRole.CANDIDATE));
        return goingOn.map(ModelDeployment::getEntity)
                .orElseGet(() -> pipeline.features().views().stream()
                        .findFirst()
                        .map(ViewDefinition::entity)
                        .orElse(List.of()));
    }

    private DeployedModel registered(Pipeline pipeline) {
        String where = store != null
                ? store
                : StoredModels.location(pipeline, options.connection().dataDirectory(pipeline.name()));
        try (ModelStore models = ModelStore.at(where)) {
            Optional<ModelRegistration> found = models.find(name, version);
            if (found.isEmpty()) {
                List<String> known =
                        models.list().stream().map(ModelRegistration::title).toList();
                throw new WrongUsageException(Suggestion.unknown("model", name + " " + version, known) + "; store "
                        + models.location() + "; 'streamgauge models register' registers one");
            }
            Optional<String> other = found.get().otherVector(pipeline.contract().names());
            if (other.isPresent()) {
                throw new WrongUsageException(other.get());
            }
            try (OnnxModel fits = OnnxModel.load(models.fetch(found.get()), pipeline.contract())) {
                return new DeployedModel(name, version, fits.digest());
            }
        } catch (ModelStoreException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (BadModelException e) {
            throw new WrongUsageException("model " + name + " " + version + " does not fit pipeline " + pipeline.name()
                    + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
    }

    private static DeployedModel ofDocument(Pipeline pipeline) {
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract())) {
            return new DeployedModel(pipeline.model().name(), pipeline.model().version(), model.digest());
        } catch (BadModelException e) {
            throw new WrongUsageException("the model of the document: " + e.getMessage());
        }
    }
}
