package io.streamgauge.app.demo;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The fraud example as it stands in the repository, without its model. */
record TestingExample(FeatureDefinition features, List<String> inputs, DriftDefinition drift) {

    static TestingExample read() {
        ConfigNode root = YamlDocument.read(file());
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources = SourcesSection.read(at(root, "sources"), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(at(root, "features"), sources, "transactions", problems);
        DriftDefinition drift = DriftSection.read(at(root, "drift"), problems);
        problems.throwIfAny();
        return new TestingExample(
                new FeatureDefinition("fraud", sources, "transactions", features.views(), features.expressions()),
                at(at(root, "model"), "inputs").items().stream()
                        .map(ConfigNode::shown)
                        .map(text -> text.replace("'", ""))
                        .toList(),
                drift);
    }

    static Path file() {
        Path path = Path.of("examples/fraud/pipeline.yaml");
        return Files.exists(path) ? path : Path.of("..").resolve(path);
    }

    private static ConfigNode at(ConfigNode node, String key) {
        return Objects.requireNonNull(node.get(key), key);
    }
}
