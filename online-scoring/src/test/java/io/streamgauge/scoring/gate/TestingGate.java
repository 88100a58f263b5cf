package io.streamgauge.scoring.gate;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.scoring.ModelDefinition;
import io.streamgauge.scoring.ModelSection;
import io.streamgauge.scoring.store.DirectoryModelStore;
import io.streamgauge.scoring.store.ModelCard;
import io.streamgauge.scoring.store.ModelStoreException;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.vector.VectorPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A gate of a small pipeline, into a store in a directory. */
final class TestingGate {

    static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private static final String DOCUMENT = """
            sources:
              payments:
                topic: payments
                id: id
                time: time
                fields: {id: string, time: timestamp, a: double, b: double, shop: string}
            model: {name: m, file: m.onnx, scores: payments, %s}
            """;

    final DirectoryModelStore store;
    private final FeatureDefinition features;
    private final ModelDefinition model;
    private final VectorPlan plan;

    /** @param keys of the model section besides its name and file */
    TestingGate(Path store, String keys) {
        ConfigNode root = YamlDocument.parse("gate.yaml", DOCUMENT.formatted(keys));
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(root.get("sources")), problems);
        model = ModelSection.read(Objects.requireNonNull(root.get("model")), problems);
        problems.throwIfAny();
        features = new FeatureDefinition("payments", sources, "payments", List.of(), Map.of());
        plan = VectorPlan.of(features, model.inputs());
        this.store = new DirectoryModelStore(store);
    }

    GateResult register(GateRequest request) throws ModelStoreException, GoldenRowsException {
        return new RegistrationGate(
                        features,
                        model,
                        plan,
                        store,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new LatencyProbe(System::nanoTime, 10, 100))
                .register(request);
    }

    static GateRequest request(Path file) {
        return request(file, Optional.empty(), GateRequest.DEFAULT_TOLERANCE, 0, Optional.empty());
    }

    static GateRequest request(
            Path file, Optional<Path> golden, double tolerance, int flips, Optional<Duration> budget) {
        return new GateRequest(
                "m",
                "1",
                file,
                golden,
                tolerance,
                flips,
                budget,
                GateRequest.DEFAULT_MAX_BYTES,
                new ModelCard("by us", null));
    }
}
