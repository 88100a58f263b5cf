package io.streamgauge.app.config;

import io.streamgauge.drift.DriftJobConfig;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.DriftSection;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.TopicSpec;
import io.streamgauge.schemas.config.ConfigException;
import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problem;
import io.streamgauge.schemas.config.Problems;
import io.streamgauge.schemas.config.Property;
import io.streamgauge.schemas.config.Settings;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.schemas.config.Table;
import io.streamgauge.schemas.config.YamlDocument;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.ModelDefinition;
import io.streamgauge.scoring.ModelSection;
import io.streamgauge.scoring.UncertaintyDefinition;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.FeaturesSection;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.SourcesSection;
import io.streamgauge.store.vector.FeedEvents;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pipeline document: sections read by the modules that own them, then checked against each other. Every problem is
 * found in one reading.
 */
public final class PipelineFile {

    static final Table TABLE = Table.named("pipeline")
            .required(
                    "pipeline",
                    Property.Type.TEXT,
                    "Name of the pipeline, the prefix of its topics: lower-case letters, digits, - and _.")
            .nested("sources", true, SourcesSection.jsonSchema(), "Topics of events.")
            .nested("features", false, FeaturesSection.jsonSchema(), "Feature views and expressions.")
            .nested("model", true, ModelSection.jsonSchema(), "The model and what it takes.")
            .nested("labels", false, LabelsSection.TABLE.jsonSchema(), "Where outcomes arrive.")
            .nested("drift", false, DriftSection.jsonSchema(), "What is watched for change; without it nothing is.")
            .nested("runtime", false, RuntimeSection.TABLE.jsonSchema(), "How the pipeline runs.")
            .build();

    private PipelineFile() {}

    /**
     * Reads a document and checks everything that can be checked without running, the model file included.
     *
     * @throws ConfigException with every problem
     */
    public static Pipeline load(Path file) {
        return load(file, true);
    }

    /**
     * Reads a document as {@link #load} does, without opening the model: for commands that do not score.
     *
     * @throws ConfigException with every problem
     */
    public static Pipeline loadWithoutModel(Path file) {
        return load(file, false);
    }

    private static Pipeline load(Path file, boolean openModel) {
        ConfigNode root = YamlDocument.read(file);
        Problems problems = new Problems();
        Settings settings = TABLE.read(root, problems);
        checkName(settings, problems);
        Map<String, SourceDefinition> sources = settings.nested("sources")
                .map(node -> SourcesSection.read(node, problems))
                .orElse(Map.of());
        checkTopics(settings, sources, problems);
        Optional<LabelsDefinition> labels =
                settings.nested("labels").map(node -> LabelsSection.read(node, sources, problems));
        Optional<DriftDefinition> drift = settings.nested("drift").map(node -> DriftSection.read(node, problems));
        if (labels.isEmpty()
                && drift.filter(written -> written.performance() != null).isPresent()) {
            problems.add(
                    settings.at("drift"),
                    "performance needs outcomes, and there are none; add a 'labels' section, such as"
                            + " labels: {from: labels, outcome: fraud}, or leave 'performance' out");
        }
        RuntimeDefinition runtime = settings.nested("runtime")
                .map(node -> RuntimeSection.read(node, problems))
                .orElse(RuntimeSection.DEFAULTS);
        Optional<ModelDefinition> model = settings.nested("model").map(node -> ModelSection.read(node, problems));
        model.ifPresent(declared -> requireLabels(declared, labels.isPresent(), problems));
        String scored = scored(model, sources, problems);
        FeaturesSection.Features features = settings.nested("features")
                .map(node -> FeaturesSection.read(node, sources, scored, problems))
                .orElse(FeaturesSection.Features.NONE);
        SourceDefinition scoredSource = sources.get(scored);
        if (model.isEmpty() || scoredSource == null || scoredSource.schema().size() == 0) {
            throw new ConfigException(problems.all());
        }
        FeatureDefinition definition = new FeatureDefinition(
                settings.text("pipeline"), sources, scored, features.views(), features.expressions());
        int before = problems.all().size();
        VectorPlan vector =
                VectorPlan.read(definition, model.get().inputs(), model.get().at("inputs"), problems);
        boolean allInputsKnown = problems.all().size() == before && !problems.anyDoubted();
        Map<String, List<String>> vectors = definition.vectors();
        Pipeline pipeline = new Pipeline(
                file,
                definition,
                model.get().perElement(vectors),
                vector,
                labels,
                drift.map(written -> written.perElement(vectors)),
                runtime,
                warnings(drift, settings.at("drift"), scoredSource));
        Problems ofInputs = new Problems();
        checkInputs(pipeline, settings.at("drift"), ofInputs);
        // Where inputs are wrong, that a name is none of them says nothing.
        problems.addAll(ofInputs.all().stream()
                .filter(problem -> allInputsKnown || !problem.message().contains("unknown "))
                .toList());
        if (problems.isEmpty()) {
            checkWatched(pipeline, settings.at("drift"), problems);
        }
        if (runtime.corrections() && problems.isEmpty()) {
            checkCorrections(definition, settings.at("runtime"), problems);
        }
        if (openModel && problems.isEmpty()) {
            checkModel(pipeline, problems);
            checkProfile(pipeline, settings.at("drift"), problems);
        }
        problems.throwIfAny();
        return pipeline;
    }

    private static List<Problem> warnings(
            Optional<DriftDefinition> drift, ConfigNode section, SourceDefinition scored) {
        Problems warnings = new Problems();
        drift.ifPresent(written -> CorrectionsReach.check(written, section, scored, warnings));
        return warnings.all();
    }

    /** A corrected feature would have to be taken back from the rows that it went into. */
    private static void checkCorrections(FeatureDefinition definition, ConfigNode runtime, Problems problems) {
        definition.views().stream()
                .filter(view -> !new FeedEvents(definition, view).plain())
                .forEach(view -> problems.add(
                        runtime,
                        "corrections: view '" + view.name() + "' aggregates features of other views, which are not"
                                + " corrected in its rows; leave out 'corrections', or aggregate fields only"));
    }

    private static void checkName(Settings settings, Problems problems) {
        String name = settings.text("pipeline");
        if (settings.has("pipeline")
                && !TopicCatalogue.PIPELINE_NAME.matcher(name).matches()) {
            problems.add(
                    settings.at("pipeline"),
                    "'" + name + "' cannot name a pipeline; allowed: a lower-case letter, then lower-case letters,"
                            + " digits, - and _, at most 63");
        }
    }

    /** No source reads what the pipeline itself writes. */
    private static void checkTopics(Settings settings, Map<String, SourceDefinition> sources, Problems problems) {
        ConfigNode section = settings.at("sources");
        String name = settings.text("pipeline");
        if (!TopicCatalogue.PIPELINE_NAME.matcher(name).matches()) {
            return;
        }
        Set<String> own =
                new TopicCatalogue(name).all().stream().map(TopicSpec::name).collect(Collectors.toSet());
        sources.forEach((source, definition) -> {
            ConfigNode node = section.get(source);
            if (node != null && own.contains(definition.topic())) {
                ConfigNode topic = node.get("topic");
                problems.add(
                        topic == null ? node : topic,
                        "the pipeline itself writes topic '" + definition.topic() + "'; it cannot be a source");
            }
        });
    }

    /**
     * Name of the scored source. Where the model names none that is there, which is noted, the one it may mean: the
     * nearest, else the only one; empty when there is no telling.
     */
    private static void requireLabels(ModelDefinition model, boolean labels, Problems problems) {
        if (!labels
                && model.uncertainty().flatMap(UncertaintyDefinition::update).isPresent()) {
            problems.add(
                    model.at("uncertainty"),
                    "'update' learns from labels, and the document has no section 'labels', which says where they arrive");
        }
    }

    private static String scored(
            Optional<ModelDefinition> model, Map<String, SourceDefinition> sources, Problems problems) {
        String named = model.map(ModelDefinition::scored).orElse("");
        SourceDefinition source = sources.get(named);
        if (source != null) {
            if (source.table()) {
                problems.add(
                        model.orElseThrow().at("scores"),
                        "source '" + named + "' is a table, and events are scored; allowed: "
                                + sources.values().stream()
                                        .filter(other -> !other.table())
                                        .map(SourceDefinition::name)
                                        .collect(Collectors.joining(", ", "", " (sources of events)")));
            }
            return named;
        }
        if (!named.isEmpty()) {
            problems.add(model.orElseThrow().at("scores"), Suggestion.unknown("source", named, sources.keySet()));
        }
        return Suggestion.nearest(named, sources.keySet())
                .orElse(sources.size() == 1 ? sources.keySet().iterator().next() : "");
    }

    /** What the model is given exists, and so does what the drift section leaves out. */
    private static void checkInputs(Pipeline pipeline, ConfigNode driftSection, Problems problems) {
        List<String> names = pipeline.inputs();
        ModelSection.check(pipeline.model(), names, pipeline.vector().types(), problems);
        ConfigNode exclude = driftSection.get("exclude");
        ConfigNode fairness = driftSection.get("fairness");
        pipeline.drift().map(DriftDefinition::performance).ifPresent(performance -> {
            for (String group : performance.groups()) {
                if (!names.contains(group)) {
                    problems.add(fairness == null ? driftSection : fairness, Suggestion.unknown("input", group, names));
                }
            }
        });
        pipeline.drift().ifPresent(drift -> {
            for (String excluded : drift.exclude()) {
                if (!names.contains(excluded)) {
                    problems.add(
                            exclude == null ? driftSection : exclude, Suggestion.unknown("input", excluded, names));
                }
            }
        });
    }

    /** What the drift section names is watched, and by statistics that fit it. */
    private static void checkWatched(Pipeline pipeline, ConfigNode driftSection, Problems problems) {
        pipeline.drift()
                .flatMap(drift -> DriftJobConfig.unknown(
                        drift,
                        pipeline.numbers(),
                        pipeline.texts(),
                        pipeline.model().publish()))
                .ifPresent(message -> problems.add(driftSection, message));
    }

    private static void checkModel(Pipeline pipeline, Problems problems) {
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract())) {
            // Loading is the check.
        } catch (BadModelException e) {
            problems.add(pipeline.model().at("file"), String.valueOf(e.getMessage()));
        }
    }

    private static void checkProfile(Pipeline pipeline, ConfigNode driftSection, Problems problems) {
        String file = pipeline.drift().map(drift -> drift.reference().file()).orElse(null);
        if (file == null) {
            return;
        }
        ConfigNode reference = driftSection.get("reference");
        ConfigNode place = reference == null ? driftSection : reference;
        try {
            ProfileCheck.read(pipeline, Files.readAllBytes(Path.of(file)), file);
        } catch (NoSuchFileException e) {
            problems.add(place, "there is no file " + file + "; 'streamgauge profile' makes one of the training data");
        } catch (IOException e) {
            problems.add(place, "cannot read " + file + ": " + e);
        } catch (IllegalArgumentException e) {
            problems.add(place, String.valueOf(e.getMessage()));
        }
    }
}
