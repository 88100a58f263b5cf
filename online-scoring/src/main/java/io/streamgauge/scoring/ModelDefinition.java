package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model a pipeline declares.
 *
 * @param name name, as predictions carry it
 * @param version version, as predictions carry it
 * @param file the ONNX file, resolved against the pipeline document's folder
 * @param scored name of the source whose events are scored
 * @param inputs the inputs as written, in order; {@code view.*} stands for all features of a view
 * @param decision expression over the score and the inputs; empty when the score alone is published
 * @param missing what missing inputs become
 * @param declaredAt the section, to be blamed for problems found later
 */
public record ModelDefinition(
        String name,
        String version,
        Path file,
        String scored,
        List<String> inputs,
        Optional<String> decision,
        MissingPolicy missing,
        ConfigNode declaredAt) {

    public ModelDefinition {
        inputs = List.copyOf(inputs);
    }

    /** The same with what is said of a missing vector said of each of its elements, whose names {@code vectors} has. */
    public ModelDefinition perElement(Map<String, List<String>> vectors) {
        return new ModelDefinition(
                name, version, file, scored, inputs, decision, missing.perElement(vectors), declaredAt);
    }

    /** The node of one key, or the section's own where the key was not written. */
    public ConfigNode at(String key) {
        ConfigNode child = declaredAt.get(key);
        return child == null ? declaredAt : child;
    }
}
