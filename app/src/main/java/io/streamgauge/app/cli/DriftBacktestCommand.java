package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.Terminal;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.backtest.Backtest;
import io.streamgauge.app.backtest.BacktestReport;
import io.streamgauge.app.backtest.FileLabels;
import io.streamgauge.app.backtest.FilePredictions;
import io.streamgauge.app.backtest.LabelSource;
import io.streamgauge.app.backtest.MarkedChange;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.history.CommittedLabels;
import io.streamgauge.app.history.CommittedPredictions;
import io.streamgauge.app.profile.PipelineProfiles;
import io.streamgauge.app.report.ReportPage;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.onnx.OnnxModel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drift backtest}: what the drift detector makes of the past. */
@Command(
        name = "backtest",
        description = {
            "Replays history through the drift job's own arithmetic, and prints the alerts and retraining events it would have"
                    + " raised, how late, and how many for nothing.",
            "Beside them stand three baselines: one that never fires, one that fires every N windows, and one that always"
                    + " does. The same history prints the same."
        })
final class DriftBacktestCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "CSV file of the scored source, gzipped or not, which the document's model scores; also of every"
                            + " source without an --input.")
    private @Nullable Path file;

    @Option(
            names = "--from-topic",
            description = "The predictions committed to the pipeline's topic, in place of a file.")
    private boolean fromTopic;

    @Option(
            names = "--input",
            paramLabel = "NAME=FILE",
            description = "With --file: CSV file of another source that feeds a view; may be given several times.")
    private Map<String, Path> sourceFiles = new LinkedHashMap<>();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = {
                "CSV file of the source of labels, gzipped or not: drift.performance is then replayed as well.",
                "With --from-topic it is anyway, with the labels of the topic unless a file is given."
            })
    private @Nullable Path labels;

    @Option(
            names = "--from",
            paramLabel = "MOMENT",
            description = "Leaves out windows that begin earlier, such as 2018-04-01T00:00:00Z (default: none).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "MOMENT", description = "Leaves out windows that end later (default: none).")
    private @Nullable String to;

    @Option(
            names = "--changes",
            paramLabel = "FILE|LIST",
            description = {
                "Changes that are known: moments, with commas between, or a file with one a line.",
                "FROM/TO where all was as before again at TO; otherwise a change lasts until the next."
            })
    private @Nullable String changes;

    @Option(
            names = "--reset-every",
            paramLabel = "N",
            description = "Windows from one blind reset to the next (default: as many as drift.reference has).")
    private @Nullable Integer resetEvery;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "With --file: partitions of the sources' topics (default: runtime.partitions of the pipeline).")
    private @Nullable Integer partitions;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "With --file: threads that compute (default: one per processor).")
    private @Nullable Integer threads;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Tables or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Writes an HTML page, too: what 'drift report' would show had the job published all this.")
    private @Nullable Path page;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        if ((file == null) == !fromTopic) {
            throw new WrongUsageException(
                    "expected --file with events to score, or --from-topic for the predictions of the topic, and not both");
        }
        if (fromTopic && (!sourceFiles.isEmpty() || partitions != null || threads != null)) {
            throw new WrongUsageException(
                    "--input, --partitions and --threads go with --file; --from-topic computes no features");
        }
        atLeastOne("--reset-every", resetEvery);
        atLeastOne("--partitions", partitions);
        atLeastOne("--threads", threads);
        Instant begin = moment("--from", from);
        Instant end = moment("--to", to);
        if (begin != null && end != null && !end.isAfter(begin)) {
            throw new WrongUsageException("--to is " + end + "; expected a moment after --from, which is " + begin);
        }
        if (page != null) {
            OutputFiles.check("--report", page);
        }
        List<MarkedChange> marked = changes == null ? List.of() : MarkedChange.read(changes);
        Pipeline pipeline = file == null ? PipelineFile.loadWithoutModel(document) : PipelineFile.load(document);
        Warnings.print(pipeline, spec.commandLine().getErr());
        Backtest backtest = new Backtest(
                pipeline,
                begin,
                end,
                marked,
                resetEvery,
                PipelineProfiles.of(
                        pipeline, StoredModels.location(pipeline, connection.dataDirectory(pipeline.name()))));
        checkLabels(pipeline);
        Backtest.Replayed replayed = file == null ? ofTopic(pipeline, backtest) : ofFile(pipeline, backtest, file);
        BacktestReport report = replayed.report();
        if (page != null) {
            OutputFiles.write(page, ReportPage.ofBacktest(replayed.page(), report.source()));
        }
        if (output == OutputForm.JSON) {
            spec.commandLine().getOut().println(Json.write(report));
        } else {
            new BacktestText(spec.commandLine().getOut()).print(report, pipeline);
        }
        return ExitCode.OK;
    }

    private void checkLabels(Pipeline pipeline) {
        Path outcomes = labels;
        if (outcomes == null) {
            return;
        }
        if (!followsPerformance(pipeline)) {
            throw new WrongUsageException("--labels goes with drift.performance, which pipeline " + pipeline.name()
                    + " does not have; docs/drift-performance.md says how");
        }
        InputFiles.check("--labels", outcomes);
    }

    private static boolean followsPerformance(Pipeline pipeline) {
        return pipeline.drift().filter(drift -> drift.performance() != null).isPresent();
    }

    private Backtest.Replayed ofTopic(Pipeline pipeline, Backtest backtest) {
        Cluster cluster = connection.cluster(pipeline.name());
        try (CommittedPredictions predictions = new CommittedPredictions(cluster, pipeline.name());
                LabelSource outcomes = labels == null && followsPerformance(pipeline)
                        ? new CommittedLabels(cluster, pipeline)
                        : labelsOfFile(pipeline)) {
            return backtest.run(predictions, outcomes);
        }
    }

    /** Null where no file is given. */
    private @Nullable LabelSource labelsOfFile(Pipeline pipeline) {
        return labels == null ? null : new FileLabels(pipeline, labels, topicPartitions(pipeline));
    }

    private int topicPartitions(Pipeline pipeline) {
        return partitions == null ? pipeline.runtime().partitions() : partitions;
    }

    private Backtest.Replayed ofFile(Pipeline pipeline, Backtest backtest, Path events) {
        Map<String, Path> files = BackfillCommand.files(pipeline.features(), events, sourceFiles);
        BackfillCommand.checkColumns(pipeline.features(), files);
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), Terminal.err());
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract());
                LabelSource outcomes = labelsOfFile(pipeline)) {
            return backtest.run(
                    new FilePredictions(
                            pipeline,
                            model,
                            files,
                            topicPartitions(pipeline),
                            threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                            (phase, rows, ofRows) ->
                                    line.update(() -> BackfillCommand.shown(phase.name(), rows, ofRows))),
                    outcomes);
        } catch (BadModelException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } finally {
            line.end();
        }
    }

    private static void atLeastOne(String option, @Nullable Integer number) {
        if (number != null && number < 1) {
            throw new WrongUsageException(option + " is " + number + "; allowed: 1 and more");
        }
    }

    private static @Nullable Instant moment(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new WrongUsageException(
                    option + " is '" + text + "'; expected a moment such as 2018-04-01T00:00:00Z");
        }
    }
}
