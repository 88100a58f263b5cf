package io.streamgauge.app.config;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.ModelDefinition;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.vector.VectorPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole pipeline as its document declares it.
 *
 * @param file the document
 * @param features sources, views and expressions
 * @param model the model and what it takes
 * @param vector the model's inputs, wildcards resolved
 * @param labels where outcomes arrive; empty when none do
 * @param drift what is watched; empty when nothing is
 * @param runtime how it runs
 * @param warnings what holds together, but does not do what its author may think
 */
public record Pipeline(
        Path file,
        FeatureDefinition features,
        ModelDefinition model,
        VectorPlan vector,
        Optional<LabelsDefinition> labels,
        Optional<DriftDefinition> drift,
        RuntimeDefinition runtime,
        List<Problem> warnings) {

    public Pipeline {
        warnings = List.copyOf(warnings);
    }

    public String name() {
        return features.pipeline();
    }

    /** Names of the vector's values, in the model's order, wildcards resolved. */
    public List<String> inputs() {
        return vector.names();
    }

    /** Those of {@link #inputs} that are numbers and no texts. */
    public List<String> numbers() {
        return inputs(false);
    }

    /** Those of {@link #inputs} that are texts. */
    public List<String> texts() {
        return inputs(true);
    }

    private List<String> inputs(boolean texts) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            if ((vector.types().get(i) == FieldType.STRING) == texts) {
                names.add(vector.names().get(i));
            }
        }
        return names;
    }

    /** What the model is given, and what is wanted of it. */
    public ModelContract contract() {
        return ModelContract.of(model, vector);
    }

    /** What the pipeline is, in one line. */
    public String summary() {
        return "Pipeline %s: %s, %s, %s, model %s %s%s%s"
                .formatted(
                        name(),
                        counted(features.sources().size(), "source"),
                        counted(features.views().size(), "view"),
                        counted(inputs().size(), "input"),
                        model.name(),
                        model.version(),
                        labels.isPresent() ? ", labels" : "",
                        drift.isPresent() ? ", drift" : "");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
