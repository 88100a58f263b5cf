package io.streamgauge.store.backfill;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Backfills small texts. */
public final class TestingBackfill {

    private final FeatureDefinition definition;
    private final Path directory;

    /** What was written, and what was said of it. */
    public record Outcome(String csv, BackfillResult result) {}

    /** @param yaml a document's {@code sources} and {@code features} */
    public TestingBackfill(String yaml, String scored, Path directory) {
        ConfigNode root = YamlDocument.parse("test.yaml", yaml);
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        FeaturesSection.Features features =
                FeaturesSection.read(Objects.requireNonNull(root.get("features")), sources, scored, problems);
        problems.throwIfAny();
        this.definition = new FeatureDefinition("test", sources, scored, features.views(), features.expressions());
        this.directory = directory;
    }

    public FeatureDefinition definition() {
        return definition;
    }

    /**
     * Runs a backfill.
     *
     * @param csv by source, the rows of its file
     */
    public Outcome run(List<String> inputs, Map<String, String> csv) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : csv.entrySet()) {
            files.put(one.getKey(), Files.writeString(directory.resolve(one.getKey() + ".csv"), one.getValue()));
        }
        VectorPlan plan = VectorPlan.of(definition, inputs);
        Path out = directory.resolve("out.csv");
        Files.deleteIfExists(out);
        BackfillResult result;
        try (FeatureSink sink = FeatureFiles.create(out, "id", "at", plan.names())) {
            result = new FileBackfill(EventFiles.CSV, 1).run(definition, plan, files, sink, 2, Progress.NONE);
        }
        return new Outcome(Files.readString(out), result);
    }
}
