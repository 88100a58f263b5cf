package io.streamgauge.app.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.TestingPipelines;
import io.streamgauge.schemas.DeployedModel;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.Model;
import io.streamgauge.scoring.store.Digests;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.ModelCard;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredModelsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temp;

    @SuppressWarnings("NullAway.Init")
    private Pipeline pipeline;

    @SuppressWarnings("NullAway.Init")
    private String digest;

    @BeforeEach
    void write() throws Exception {
        pipeline = PipelineFile.loadWithoutModel(TestingPipelines.fraud(temp));
        digest = Digests.of(Files.readAllBytes(pipeline.model().file()));
    }

    private StoredModels models() {
        return new StoredModels(pipeline, digest, temp.resolve("data"));
    }

    private void assertOpens(String wanted) throws BadModelException {
        try (Model model = models().open(new DeployedModel("fraud", "1", wanted))) {
            assertThat(model.digest()).isEqualTo(wanted);
        }
    }

    @Test
    void theDocumentsModelOutlivesItsFile() throws Exception {
        models().keepDocument();
        assertOpens(digest);
        Files.write(pipeline.model().file(), TestingPipelines.model(TestingPipelines.FRAUD_INPUTS, 1));
        assertOpens(digest);
        Files.writeString(pipeline.model().file(), "half a model");
        assertOpens(digest);
    }

    @Test
    void anOverwrittenFileIsNotTakenForTheDocumentsModel() throws Exception {
        Files.write(pipeline.model().file(), TestingPipelines.model(TestingPipelines.FRAUD_INPUTS, 1));
        models().keepDocument();
        assertThat(temp.resolve("data")).doesNotExist();
        assertThatThrownBy(() -> assertOpens(digest)).hasMessageContaining("has no file of digest " + digest);
    }

    @Test
    void aStoreThatCannotBeWrittenStopsNothing() throws Exception {
        Files.writeString(temp.resolve("data"), "no directory");
        models().keepDocument();
        assertOpens(digest);
    }

    @Test
    void aModelOfAnotherOrderOfTheVectorIsNotLoaded() throws Exception {
        List<String> permuted = new ArrayList<>(TestingPipelines.FRAUD_INPUTS);
        Collections.swap(permuted, 0, 1);
        String kept = register("2", 2, TestingPipelines.FRAUD_INPUTS);
        String other = register("3", 3, permuted);

        try (Model model = models().open(new DeployedModel("fraud", "2", kept))) {
            assertThat(model.digest()).isEqualTo(kept);
        }
        assertThatThrownBy(() -> models().open(new DeployedModel("fraud", "3", other)))
                .isInstanceOf(BadModelException.class)
                .hasMessageContaining("model fraud 3 is registered for another vector")
                .hasMessageContaining("registered  request.weekend, amount, ")
                .hasMessageContaining("pipeline    amount, request.weekend, ");
    }

    /** The file says nothing against the order; its registration alone does. */
    private String register(String version, float more, List<String> vector) throws Exception {
        byte[] onnx = TestingPipelines.model(TestingPipelines.FRAUD_INPUTS, more);
        try (ModelStore store = ModelStore.at(StoredModels.location(pipeline, temp.resolve("data")))) {
            store.put(
                    new ModelRegistration(
                            "fraud",
                            version,
                            Digests.of(onnx),
                            onnx.length,
                            "fraud",
                            "0123abcd",
                            vector,
                            List.of(),
                            List.of(),
                            Instant.EPOCH,
                            new GateReport(List.of(), null, null),
                            ModelCard.NONE),
                    onnx);
        }
        return Digests.of(onnx);
    }
}
