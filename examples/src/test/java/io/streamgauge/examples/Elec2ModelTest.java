package io.streamgauge.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.scoring.onnx.OnnxModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The electricity pipeline, whose data and model are not part of the repository. */
final class Elec2ModelTest {

    private static final Path PIPELINE = Repository.examples().resolve("elec2/pipeline.yaml");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void pipelineIsValidWithoutItsModel() {
        assertThat(PipelineFile.loadWithoutModel(PIPELINE).inputs())
                .containsExactly("period", "nswprice", "nswdemand", "vicprice", "vicdemand", "transfer");
    }

    @Test
    void modelIsTrainedFromTheData() throws Exception {
        Path data = Repository.sharedData().resolve("elec2/elec2.csv.gz");
        Assumptions.assumeTrue(Files.exists(data), "the data is not here: " + data);
        TestingXgboost.assumeItLoads();
        Path file = directory.resolve("elec2.onnx");
        ModelCard card = TrainElec2Model.run(PIPELINE, data, file);
        assertThat(card.train()).containsEntry("rows", 5_000);
        assertThat(card.metrics().get("rocAuc")).isBetween(0.7, 0.95);
        Pipeline pipeline = PipelineFile.loadWithoutModel(PIPELINE);
        try (OnnxModel model = OnnxModel.load(file, pipeline.inputs())) {
            assertThat(model.digest()).isEqualTo(card.digest());
        }
    }
}
