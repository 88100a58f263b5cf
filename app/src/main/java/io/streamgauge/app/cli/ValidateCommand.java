package io.streamgauge.app.cli;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.schemas.config.ConfigException;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewCost;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.stream.Correction;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate}: everything that can be checked without running. */
@Command(
        name = "validate",
        description =
                "Checks a pipeline document: everything that can be checked without running, all problems at once.")
final class ValidateCommand implements Callable<Integer> {

    /** Rows below it are not worth a word. */
    private static final long LARGE_ROW_BYTES = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document, e.g. examples/fraud/pipeline.yaml.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "How to print the verdict (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.TEXT) {
            Pipeline pipeline = PipelineFile.load(file);
            out.println(file + ": fine. " + pipeline.summary());
            Warnings.print(pipeline, out);
            List<ViewCost> costs = costs(pipeline);
            for (int i = 0; i < costs.size(); i++) {
                out.println(line(pipeline.features().views().get(i), costs.get(i)));
            }
            if (pipeline.runtime().corrections()) {
                out.println("Corrections: every view also keeps the scored events of the last "
                        + Durations.format(Correction.reach(pipeline.features())) + ", each with its "
                        + pipeline.features().viewFeatureNames().size() + " features, about 9 bytes apiece");
            }
            if (!pipeline.runtime().retention().isZero()) {
                out.println("Retention: every view keeps its events "
                        + Durations.format(pipeline.runtime().retention())
                        + " longer, so that reads as of up to that long before the watermark are exact");
            }
            return ExitCode.OK;
        }
        Map<String, Object> verdict = new LinkedHashMap<>();
        int code = ExitCode.OK;
        try {
            Pipeline pipeline = PipelineFile.load(file);
            verdict.put("valid", true);
            verdict.put("pipeline", pipeline.name());
            verdict.put("warnings", pipeline.warnings());
            verdict.put("inputs", pipeline.inputs());
            verdict.put(
                    "views",
                    costs(pipeline).stream().map(ValidateCommand::object).toList());
            if (pipeline.runtime().corrections()) {
                verdict.put("correctionsReach", Durations.format(Correction.reach(pipeline.features())));
            }
            if (!pipeline.runtime().retention().isZero()) {
                verdict.put("retention", Durations.format(pipeline.runtime().retention()));
            }
        } catch (ConfigException e) {
            verdict.put("valid", false);
            verdict.put("problems", e.problems());
            code = ExitCode.WRONG_CONFIGURATION;
        }
        out.println(Json.write(verdict));
        return code;
    }

    private static List<ViewCost> costs(Pipeline pipeline) {
        FeatureDefinition features = pipeline.features();
        return features.views().stream()
                .map(view -> ViewCost.of(view, features.source(view.source()).schema()))
                .toList();
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String line(ViewDefinition view, ViewCost cost) {
        if (view.lookup()) {
            return "View %s: %s of the row in force; about %s per row in memory and %s in the store"
                    .formatted(
                            cost.view(),
                            counted(cost.features(), "field"),
                            size(cost.bytesPerEvent()),
                            size(cost.storedBytesPerEvent()));
        }
        String events = cost.reach().isZero()
                ? "no events are kept"
                : "about %s per event in memory and %s in the store, for events of the last %s"
                        .formatted(
                                size(cost.bytesPerEvent()),
                                size(cost.storedBytesPerEvent()),
                                Durations.format(cost.reach()));
        String most = cost.costliest()
                .map(c -> ", most for '%s' (%s)".formatted(c.aggregate(), size(c.stateBytes())))
                .orElse("");
        String tiles = cost.tileBytes() == 0
                ? ""
                : "; tiles of at most about %s per entity, however many events it has"
                        .formatted(size(cost.tileBytes()));
        String row = cost.rowBytes() < LARGE_ROW_BYTES
                ? ""
                : "; a row of up to about %s, written at each of the entity's events".formatted(size(cost.rowBytes()));
        return "View %s: %s of %d series; %s; states of about %s per entity%s%s%s"
                .formatted(
                        cost.view(),
                        counted(cost.features(), "feature"),
                        cost.series(),
                        events,
                        size(cost.stateBytes()),
                        most,
                        tiles,
                        row);
    }

    /** Bytes in the largest decimal unit that leaves a number of 1 or more: {@code 12.3 kB}. */
    static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double kilobytes = bytes / 1_000.0;
        return kilobytes < 999.95
                ? String.format(Locale.ROOT, "%.1f kB", kilobytes)
                : String.format(Locale.ROOT, "%.1f MB", kilobytes / 1_000);
    }

    private static Map<String, Object> object(ViewCost cost) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("view", cost.view());
        object.put("features", cost.features());
        object.put("series", cost.series());
        object.put("bytesPerEvent", cost.bytesPerEvent());
        object.put("storedBytesPerEvent", cost.storedBytesPerEvent());
        object.put("reach", Durations.format(cost.reach()));
        object.put("tileBytes", cost.tileBytes());
        object.put("stateBytes", cost.stateBytes());
        object.put("rowBytes", cost.rowBytes());
        object.put("costliest", cost.costliest());
        return object;
    }
}
