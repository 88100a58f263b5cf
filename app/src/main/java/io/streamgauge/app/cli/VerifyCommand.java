package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.Terminal;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.history.Checked;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.app.history.Verification;
import io.streamgauge.app.history.VerificationReport;
import io.streamgauge.app.rollout.StoredModels;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.onnx.OnnxNatives;
import io.streamgauge.store.backfill.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: whether the stream gave what its log gives. */
@Command(
        name = "verify",
        description = {
            "Replays a pipeline's source topics offline and compares every vector, score and decision that it has published"
                    + " with what comes out, to the bit.",
            "Exit code 0 when nothing differs, 1 when something does. What the log cannot prove is counted apart, never as"
                    + " equal."
        })
final class VerifyCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--sample",
            paramLabel = "SHARE",
            description =
                    "Share of the events whose predictions are compared, such as 1%%: by their ids; all events are replayed"
                            + " (default: 100%%).")
    private String sample = "100%";

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute (default: one per processor).")
    private @Nullable Integer threads;

    @Option(
            names = "--scratch-dir",
            paramLabel = "DIR",
            description =
                    "Where to keep what does not fit into memory meanwhile (default: the system's temporary files).")
    private @Nullable Path scratch;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "A table or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        double share = share();
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (workers < 1) {
            throw new WrongUsageException("--threads is " + workers + "; allowed: 1 and more");
        }
        Pipeline pipeline = PipelineFile.load(document);
        Cluster cluster = connection.cluster(pipeline.name());
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), Terminal.err());
        VerificationReport report;
        try (StoppableWork work = new StoppableWork(spec.commandLine().getErr());
                Scratch space =
                        new Scratch(scratch != null ? scratch : Path.of(System.getProperty("java.io.tmpdir", ".")))) {
            report = verify(
                    pipeline,
                    cluster,
                    connection.dataDirectory(pipeline.name()),
                    share,
                    space.directory(),
                    workers,
                    work.watched(new JoinProgress(line)));
        } catch (IOException | BadModelException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } finally {
            line.end();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            out.println(Json.write(report));
        } else {
            print(report, out);
        }
        return report.same() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static VerificationReport verify(
            Pipeline pipeline,
            Cluster cluster,
            Path dataDirectory,
            double share,
            Path scratch,
            int threads,
            Progress progress)
            throws IOException, BadModelException {
        OnnxNatives.keepIn(scratch.resolve("natives"));
        try (OnnxModel model = OnnxModel.load(pipeline.model().file(), pipeline.contract())) {
            return new Verification(
                            pipeline, model, new StoredModels(pipeline, model.digest(), dataDirectory), cluster, share)
                    .run(Files.createDirectory(scratch.resolve("buckets")), threads, progress);
        }
    }

    private double share() {
        String number = sample.endsWith("%") ? sample.substring(0, sample.length() - 1) : sample;
        try {
            double value = Double.parseDouble(number) / (sample.endsWith("%") ? 100 : 1);
            if (value > 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new WrongUsageException("--sample is '" + sample + "'; allowed: more than 0% up to 100%, or 0.01 for 1%");
    }

    private static void print(VerificationReport report, PrintWriter out) {
        out.println(String.format(
                Locale.ROOT,
                "%,d of %,d predictions compared in %.1f s",
                report.compared(),
                report.predictions(),
                report.seconds()));
        report.otherDefinitions()
                .forEach((hash, count) -> out.println(String.format(
                        Locale.ROOT, "  %,d were made by another definition, %s: not compared", count, hash)));
        count(out, report.notSampled(), "are not in the sample");
        count(out, report.eventsGone(), "are of events that their topic no longer has: not compared");
        count(out, report.repeated(), "are of an event that was predicted before");
        count(
                out,
                report.scoresOfOtherModels(),
                "were scored by a model that is neither the document's nor in the model store: only their features are"
                        + " compared");
        count(out, report.eventsWithoutPrediction(), "events have no prediction, or none yet");
        count(out, report.unexpected(), "SHOULD NOT BE: the replay refuses their event, or it is another one");
        count(out, report.decisionsDiffering(), "have ANOTHER DECISION than vector and score give");
        count(out, report.revisionsDiffering(), "were made under ANOTHER REVISION than was in force there");
        count(out, report.variantsDiffering(), "are by ANOTHER VARIANT than their revision gives the entity");
        count(out, report.shadowsDiffering(), "have OTHER SHADOW SCORES than their models give");
        long ofTables = report.features().stream()
                .filter(feature -> feature.ofTables() > 0)
                .count();
        if (ofTables > 0) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %,d features are not provable: a table's topic no longer has replaced rows",
                    ofTables));
        }
        int width = Math.max(
                "FEATURE".length(),
                report.features().stream()
                        .mapToInt(feature -> feature.name().length())
                        .max()
                        .orElse(0));
        out.println(row(width, "FEATURE", "EQUAL", "DIFFERING", "NULL ON ONE", "FEED BEHIND", "LOG GONE", "OF A TABLE")
                + "  WORST DIFFERENCE");
        report.features().forEach(feature -> out.println(line(width, feature)));
        out.println(line(width, report.score()));
        String same = ofTables > 0 ? "Nothing differs of what the topics prove." : "Nothing differs.";
        out.println(report.same() ? same : "They differ.");
    }

    private static void count(PrintWriter out, long count, String what) {
        if (count > 0) {
            out.println(String.format(Locale.ROOT, "  %,d %s", count, what));
        }
    }

    private static String line(int width, Checked checked) {
        String row = row(
                width,
                checked.name(),
                Long.toString(checked.equal()),
                Long.toString(checked.differing()),
                Long.toString(checked.nullMismatches()),
                Long.toString(checked.feedBehind()),
                Long.toString(checked.historyGone()),
                Long.toString(checked.ofTables()));
        return checked.worstAt().isEmpty() ? row : row + "  " + checked.worst() + " at event " + checked.worstAt();
    }

    private static String row(int width, String name, String... numbers) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", name));
        for (String number : numbers) {
            row.append(String.format(Locale.ROOT, "  %11s", number));
        }
        return row.toString();
    }
}
