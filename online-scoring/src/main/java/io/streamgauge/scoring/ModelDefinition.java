package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
 * @param bind values that inputs of the model take, by the input's name, as written
 * @param output the model's output that holds the score, where the document says
 * @param column which column of it, where the document says
 * @param publish further outputs that predictions carry
 * @param reasons which predictions say why; empty when none does
 * @param uncertainty the sets or intervals that predictions carry; empty when they carry none
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
        Map<String, List<String>> bind,
        Optional<String> output,
        Optional<String> column,
        List<String> publish,
        Optional<ReasonsDefinition> reasons,
        Optional<UncertaintyDefinition> uncertainty,
        ConfigNode declaredAt) {

    static final String STORE = "store";
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    public ModelDefinition {
        inputs = List.copyOf(inputs);
        bind = Collections.unmodifiableMap(new LinkedHashMap<>(bind));
        publish = List.copyOf(publish);
    }

    /** The same with what is said of a missing vector said of each of its elements, whose names {@code vectors} has, and bound vectors likewise. */
    public ModelDefinition perElement(Map<String, List<String>> vectors) {
        return new ModelDefinition(
                name,
                version,
                file,
                scored,
                inputs,
                decision,
                missing.perElement(vectors),
                bind.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, bound -> elements(bound.getValue(), vectors))),
                output,
                column,
                publish,
                reasons.map(written -> written.perElement(vectors)),
                uncertainty,
                declaredAt);
    }

    private static List<String> elements(List<String> names, Map<String, List<String>> vectors) {
        return names.stream()
                .flatMap(name -> vectors.getOrDefault(name, List.of(name)).stream())
                .toList();
    }

    /** Where registered models are kept, where the document says: a URL, or a directory resolved against its folder. */
    public Optional<String> store() {
        ConfigNode written = declaredAt.get(STORE);
        return Optional.ofNullable(written)
                .map(ConfigNode::text)
                .map(text -> URL.matcher(text).matches()
                        ? text
                        : Path.of(declaredAt.file()).resolveSibling(text).toString());
    }

    /** The node of one key, or the section's own where the key was not written. */
    public ConfigNode at(String key) {
        ConfigNode child = declaredAt.get(key);
        return child == null ? declaredAt : child;
    }
}
