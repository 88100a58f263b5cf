package io.streamgauge.scoring;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.scoring.conformal.Gives;
import io.streamgauge.store.event.FieldType;
import io.streamgauge.store.expression.ExpressionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
                    "Expression over `score`, `label` and the inputs that yields text; without it the score alone is"
                            + " published.")
            .nested(
                    "missing",
                    false,
                    MissingSection.jsonSchema(),
                    "What a missing input becomes: `refuse` (the default; the event is published without a score),"
                            + " `nan`, a number, or `{text: <a text>}`; or a mapping of these by input, `view.*`, and `*` for all"
                            + " others. Numbers do not stand for texts, nor texts for numbers.")
            .nested(
                    "bind",
                    false,
                    BindSection.jsonSchema(),
                    "For a model of several inputs: which values each of them takes, in order, by the name of the model's"
                            + " input. What is not said here goes by name, see [models](models.md).")
            .optional(
                    "output",
                    Property.Type.TEXT,
                    null,
                    "The model's output that holds the score; needed where it has several that may, see"
                            + " [models](models.md).")
            .optional(
                    "column",
                    Property.Type.TEXT,
                    null,
                    "Which column of that output is the score: a number from 0, a class, or `max` for the greatest. Without"
                            + " it the only column, or the second of two; needed where there are more.")
            .optional(
                    "publish",
                    Property.Type.TEXTS,
                    null,
                    "Further outputs of the model that predictions carry, such as `probabilities` or an embedding.")
            .optional(
                    ModelDefinition.STORE,
                    Property.Type.TEXT,
                    null,
                    "Where registered models are kept: a directory, relative to the folder of the pipeline document,"
                            + " or a URL of `http`, `https` or `s3`."
                            + " Without it `models` in the data directory; `STREAMGAUGE_MODEL_STORE` or `--store`"
                            + " wins, see [models](models.md).")
            .nested(
                    "reasons",
                    false,
                    ReasonsSection.jsonSchema(),
                    "Which predictions say which inputs the score owes itself to, and how much; without it none does. What"
                            + " models can: [models](models.md#reasons).")
            .nested(
                    "uncertainty",
                    false,
                    UncertaintySection.jsonSchema(),
                    "Sets of classes, or intervals of numbers, that hold the outcome as often as they say, learnt from"
                            + " labels; without it predictions carry none. See [models](models.md#sets-and-intervals).")
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
                settings.nested("bind")
                        .map(bind -> BindSection.read(bind, problems))
                        .orElse(Map.of()),
                settings.optionalText("output"),
                settings.optionalText("column"),
                settings.texts("publish"),
                settings.nested("reasons").map(reasons -> ReasonsSection.read(reasons, problems)),
                settings.nested("uncertainty").map(uncertainty -> UncertaintySection.read(uncertainty, problems)),
                node);
    }

    /**
     * Checks what depends on the vector: rules of {@code missing} that no input answers to, what {@code bind} names, and
     * the decision.
     *
     * @param names the vector's names, wildcards resolved
     * @param types as {@link io.streamgauge.store.vector.VectorPlan#types} has them; none when inputs are wrong, which has
     *     been told
     */
    public static void check(ModelDefinition model, List<String> names, List<FieldType> types, Problems problems) {
        List<ModelContract.Value> vector = ModelContract.vector(model, names, types);
        MissingSection.check(model.missing(), vector, model.at("missing"), problems);
        BindSection.check(model.bind(), names, model.at("bind"), problems);
        try {
            model.decision().ifPresent(text -> Decision.compile(text, vector, gives(model)));
        } catch (ExpressionException e) {
            problems.add(model.at("decision"), e.problem());
        }
        model.reasons()
                .ifPresent(reasons -> ReasonsSection.check(
                        reasons, vector, model.decision().isPresent(), model.at("reasons"), problems));
    }

    private static Optional<Gives> gives(ModelDefinition model) {
        return model.uncertainty().map(UncertaintyDefinition::gives);
    }

    private static Path file(ConfigNode node, String file) {
        return Path.of(node.file()).resolveSibling(file);
    }

    public static Map<String, Object> jsonSchema() {
        return TABLE.jsonSchema();
    }

    /** The section as Markdown, for the reference page. */
    public static String markdown() {
        return TABLE.markdown() + "\n" + ReasonsSection.markdown() + "\n" + UncertaintySection.markdown();
    }

    static Table table() {
        return TABLE;
    }
}
