package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.rollout.Deployments;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.app.uncertainty.LearntFromLabels;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.schemas.DeployedVariant;
import io.streamgauge.schemas.ModelDeployment;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.ConformalLearning;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.Scorer;
import io.streamgauge.scoring.UncertaintyDefinition;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.rollout.DeploymentException;
import io.streamgauge.scoring.rollout.DeploymentHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models conform}: learns sets or intervals from labels, and deploys them. */
@Command(
        name = "conform",
        description = {
            "Learns from labels which classes, or how wide an interval, hold the outcome as often as model.uncertainty says,"
                    + " and deploys that: the models stay.",
            "Without --scores from the predictions and labels in the pipeline's topics, for every model that is deployed.",
            "It comes into force in each partition between two events; 'models status' tells where, and how often the sets or"
                    + " intervals before held the outcome."
        })
final class ModelsConformCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--scores",
            paramLabel = "FILE",
            description =
                    "Rows with a score and an outcome each, in place of the topics: CSV with a header line, or Parquet."
                            + " Rows that the model was not trained on.")
    private @Nullable Path scores;

    @Option(
            names = "--score",
            paramLabel = "COLUMN",
            description = "Column with the score as predictions carry it, of two classes or a number (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = "score")
    private String score = "score";

    @Option(
            names = "--probabilities",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "Columns with what the model gives each class, in its order and named by the classes, in place of"
                            + " --score: for more than two.")
    private List<String> probabilities = List.of();

    @Option(
            names = "--outcome",
            paramLabel = "COLUMN",
            description = "Column with the outcomes (default: ${DEFAULT-VALUE}).",
            defaultValue = "outcome")
    private String outcome = "outcome";

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description = "With --scores: the variant whose model they are of (default: ${DEFAULT-VALUE}).",
            defaultValue = "champion")
    private String variant = "champion";

    @Mixin
    private DeploymentOptions options = new DeploymentOptions();

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.load(document);
        UncertaintyDefinition declared = pipeline.model()
                .uncertainty()
                .orElseThrow(() -> new WrongUsageException("pipeline " + pipeline.name()
                        + " declares no model.uncertainty, so its predictions carry neither sets nor intervals; docs/models.md"
                        + " says how"));
        DeployedModel ofDocument = ofDocument(pipeline);
        return options.publish(
                spec,
                pipeline.name(),
                scores == null
                        ? fromTopics(pipeline, declared, ofDocument)
                        : fromFile(scores, pipeline, declared, ofDocument));
    }

    private Deployments.Change fromTopics(Pipeline pipeline, UncertaintyDefinition declared, DeployedModel ofDocument) {
        LearntFromLabels learnt = LearntFromLabels.read(
                options.connection().cluster(pipeline.name()),
                pipeline,
                pipeline.labels()
                        .orElseThrow(
                                () -> new WrongUsageException(
                                        "pipeline " + pipeline.name()
                                                + " has no section 'labels', which says where outcomes arrive; --scores names a file of them")),
                declared);
        return learnt.change(ofDocument, OptionalLong.empty());
    }

    private Deployments.Change fromFile(
            Path file, Pipeline pipeline, UncertaintyDefinition declared, DeployedModel ofDocument) {
        InputFiles.check("--scores", file);
        return (history, next) -> {
            DeployedModel before =
                    history.newest().map(ModelDeployment::getDocument).orElse(ofDocument);
            DeployedModel model = model(pipeline.name(), history, before);
            ConformalLearning learning = new ConformalLearning(declared);
            Path data = options.connection().dataDirectory(pipeline.name());
            try (Model loaded = new StoredModels(pipeline, ofDocument.getDigest(), data).open(model);
                    Scorer scorer = loaded.newScorer()) {
                ConformedRows.read(
                        file, score, probabilities, outcome, declared.gives(), model.getDigest(), scorer, learning);
            } catch (IOException e) {
                throw new CommandFailedException(file + ": " + e.getMessage(), e);
            } catch (BadModelException e) {
                throw new CommandFailedException("the model of variant '" + variant + "': " + e.getMessage(), e);
            }
            return new LearntFromLabels(declared, learning, OptionalLong.empty())
                    .change(before, OptionalLong.empty())
                    .of(history, next);
        };
    }

    private DeployedModel model(String pipeline, DeploymentHistory history, DeployedModel ofDocument)
            throws DeploymentException {
        List<DeployedVariant> variants =
                history.newest().map(ModelDeployment::getVariants).orElse(List.of());
        if (variants.isEmpty() && variant.equals("champion")) {
            return ofDocument;
        }
        return variants.stream()
                .filter(one -> one.getName().equals(variant))
                .map(DeployedVariant::getModel)
                .findFirst()
                .orElseThrow(() -> new DeploymentException("pipeline " + pipeline + " has no "
                        + Suggestion.unknown(
                                "variant",
                                variant,
                                variants.stream().map(DeployedVariant::getName).toList())));
    }

    private static DeployedModel ofDocument(Pipeline pipeline) {
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract())) {
            return new DeployedModel(pipeline.model().name(), pipeline.model().version(), model.digest());
        } catch (BadModelException e) {
            throw new WrongUsageException("the model of the document: " + e.getMessage());
        }
    }
}
