package io.streamgauge.store.backfill;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import java.util.Map;
import java.util.Objects;

/** What the fraud example declares about features. */
public final class FraudPipeline {

    private FraudPipeline() {}

    public static FeatureDefinition definition() {
        ConfigNode pipeline = YamlDocument.read(Checkout.root().resolve("examples/fraud/pipeline.yaml"));
        Problems problems = new Problems();
        Map<String, SourceDefinition> sources =
                SourcesSection.read(Objects.requireNonNull(pipeline.get("sources")), problems);
        FeaturesSection.Features features = FeaturesSection.read(
                Objects.requireNonNull(pipeline.get("features")), sources, "transactions", problems);
        problems.throwIfAny();
        return new FeatureDefinition("fraud", sources, "transactions", features.views(), features.expressions());
    }
}
