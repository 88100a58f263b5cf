package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.definition.DefinitionHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed models: each fits its pipeline, and is what its command makes. */
final class CommittedModelsTest {

    private interface Trainer {
        ModelCard run(Path pipelineFile, Path onnxFile) throws IOException;
    }

    /** A trainer and where its model lies. */
    private record Example(Path pipeline, Path model, Trainer trainer) {

        static Example of(String folder, String name, Trainer trainer) {
            Path home = Repository.examples().resolve(folder);
            return new Example(
                    home.resolve("pipeline.yaml"), home.resolve("model").resolve(name + ".onnx"), trainer);
        }

        Path card() {
            return ModelTraining.cardFile(model);
        }
    }

    private static Stream<Example> examples() {
        return Stream.of(
                Example.of("quickstart", "cards", TrainQuickstartModel::run),
                Example.of("quickstart", "cards-2", TrainQuickstartModel::runSecond),
                Example.of("fraud", "fraud", TrainFraudModel::run));
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @MethodSource("examples")
    void modelFitsItsPipelineAndItsCard(Example example) throws Exception {
        Pipeline pipeline = PipelineFile.load(example.pipeline());
        JsonNode card = new ObjectMapper().readTree(example.card().toFile());
        try (OnnxModel model = OnnxModel.load(example.model(), pipeline.inputs())) {
            assertThat(model.note()).isEmpty();
            assertThat(card.path("digest").asText()).isEqualTo(model.digest());
        }
        assertThat(card.path("definitionHash").asText())
                .as("the features changed since the model was trained: train it again with " + card.path("command"))
                .isEqualTo(DefinitionHash.of(pipeline.features()));
        assertThat(card.path("inputs")).extracting(JsonNode::asText).isEqualTo(pipeline.inputs());
        assertThat(Files.size(example.model())).isLessThan(500_000);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void trainingAgainGivesTheSameModelAndCard(Example example) throws IOException {
        TestingXgboost.assumeItLoads();
        Path again = directory.resolve("again.onnx");
        example.trainer().run(example.pipeline(), again);
        assertThat(ModelTraining.cardFile(again)).hasSameTextualContentAs(example.card());
        assertThat(again).hasSameBinaryContentAs(example.model());
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }
}
