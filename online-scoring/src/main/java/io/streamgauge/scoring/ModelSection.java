package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.store.expression.ExpressionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The {@code model} section of a pipeline document. */
public final class ModelSection {

    private static final Table TABLE = Table.named("model")
            .required("name", Property.Type.TEXT, "Name of the model; predictions carry it.")
            .optional("version", Property.Type.TEXT, "1", "Version of the model; predictions carry it.")
            .required("file", Property.Type.TEXT, "The ONNX file; relative to the folder of the pipeline document.")
            .required("scores", Property.Type.TEXT, "Source whose events are scored.")
            .required(
                    "inputs",
                    Property.Type.TEXTS,
                    "Values the model takes, in its order: fields of the event, `view.feature`, `group.expression`;"
                            + " `view.*` stands for all of a view or group. Must equal the model's own"
                            + " `streamgauge.inputs` where it has that property.")
            .optional(
                    "decision",
                    Property.Type.TEXT,
                    null,
                    "Expression over `score` and the inputs that yields text; without it the score alone is published.")
            .nested(
                    "missing",
                    false,
                    MissingSection.jsonSchema(),
                    "What a missing input becomes: `refuse` (the default; the event is published without a score),"
                            + " `nan`, or a number; or a mapping of these by input, `view.*`, and `*` for all others.")
            .build();

    private ModelSection() {}

    /** Reads the section; what is wrong becomes problems, and the definition then holds something in its place. */
    public static ModelDefinition read(ConfigNode node, Problems problems) {
        Settings settings = TABLE.read(node, problems);
        if (settings.has("inputs") && settings.texts("inputs").isEmpty()) {
            problems.add(settings.at("inputs"), "the list is empty; a model takes at least one input");
        }
        return new ModelDefinition(
                settings.text("name"),
                settings.text("version"),
                file(node, settings.text("file")),
                settings.text("scores"),
                settings.texts("inputs"),
                settings.optionalText("decision"),
                settings.nested("missing")
                        .map(missing -> MissingSection.read(missing, problems))
                        .orElse(MissingPolicy.REFUSE),
                node);
    }

    /**
     * Checks what depends on the vector: rules of {@code missing} that no input answers to, and the decision.
     *
     * @param names the vector's names, wildcards resolved
     */
    public static void check(ModelDefinition model, List<String> names, Problems problems) {
        MissingSection.check(model.missing(), names, model.at("missing"), problems);
        try {
            model.decision().ifPresent(text -> Decision.compile(text, names));
        } catch (ExpressionException e) {
            problems.add(model.at("decision"), e.problem());
        }
    }

    private static Path file(ConfigNode node, String file) {
        return Path.of(node.file()).resolveSibling(file);
    }

    public static Map<String, Object> jsonSchema() {
        return TABLE.jsonSchema();
    }

    /** The section as Markdown, for the reference page. */
    public static String markdown() {
        return TABLE.markdown();
    }

    static Table table() {
        return TABLE;
    }
}
