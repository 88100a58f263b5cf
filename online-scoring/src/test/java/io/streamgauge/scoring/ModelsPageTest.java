package io.streamgauge.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.onnx.TestingModels;
import io.streamgauge.scoring.onnx.TestingTabular;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/models.md shows loads, and is refused as it says. */
final class ModelsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "models.md");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    static String block(String name) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int start = lines.indexOf("<!-- test: " + name + " -->") + 2;
        List<String> rest = lines.subList(start, lines.size());
        return String.join("\n", rest.subList(0, rest.indexOf("```")));
    }

    private static ModelContract contract(String document) {
        ConfigNode root = YamlDocument.parse("models.md", document);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        ModelDefinition model = ModelSection.read(Objects.requireNonNull(root.get("model")), problems);
        problems.throwIfAny();
        VectorPlan plan =
                VectorPlan.of(new FeatureDefinition("shops", sources, "payments", List.of(), Map.of()), model.inputs());
        ModelSection.check(model, plan.names(), plan.types(), problems);
        problems.throwIfAny();
        return ModelContract.of(model, plan);
    }

    @Test
    void theDocumentLoadsItsModel() throws Exception {
        Path file = TestingModels.write(TestingTabular.mixed(), directory);
        try (OnnxModel model = OnnxModel.load(file, contract(block("document")))) {
            assertThat(model.note()).isEmpty();
        }
    }

    @Test
    void aMismatchIsToldAsThePageShows() throws Exception {
        Path file = TestingModels.write(TestingTabular.mixed(), directory);
        String other =
                block("document").replace("shop: string", "store: string").replaceAll("\\bshop\\b", "store");
        assertThatThrownBy(() -> OnnxModel.load(file, contract(other)))
                .isInstanceOf(BadModelException.class)
                .hasMessage(file + ": " + block("refusal"));
    }
}
