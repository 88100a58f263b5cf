package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.report.DriftReport;
import io.streamgauge.app.report.DriftReport.Model;
import io.streamgauge.app.report.DriftTopics;
import io.streamgauge.app.report.Period;
import io.streamgauge.app.report.ReportPage;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drift report}: what the drift topics say, as one page. */
@Command(
        name = "report",
        description = {
            "Writes what a pipeline's drift topics say as one HTML page that needs nothing else: timelines, alerts with their"
                    + " evidence, retraining events, performance.",
            "The same topics give the same page, to the byte."
        })
final class DriftReportCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String pipeline;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The page to write, such as report.html.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--json", paramLabel = "FILE", description = "The same facts as a JSON document, too.")
    private @Nullable Path json;

    @Option(
            names = "--from",
            paramLabel = "MOMENT",
            description = "Leaves out windows that begin before, in event time, such as 2018-04-01T00:00:00Z.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "MOMENT",
            description = "Leaves out windows that end after, and what alerts and retraining came of them.")
    private @Nullable String to;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        Period period = period();
        OutputFiles.check("--out", out);
        Path document = json;
        if (document != null) {
            OutputFiles.check("--json", document);
            if (document.toAbsolutePath()
                    .normalize()
                    .equals(out.toAbsolutePath().normalize())) {
                throw new WrongUsageException("--out and --json are the same file, " + out + "; give two");
            }
        }
        String name = PipelineNames.of(pipeline);
        DriftReport report = new DriftTopics(connection.cluster(name), name).report(period);
        OutputFiles.write(out, ReportPage.of(report));
        if (document != null) {
            OutputFiles.write(document, Json.write(report) + "\n");
        }
        spec.commandLine()
                .getOut()
                .println("Drift of pipeline " + name + ": "
                        + counted(report.models().size(), "model version") + ", "
                        + counted(sum(report, model -> model.summary().windows()), "window") + " judged, "
                        + sum(report, model -> model.summary().driftedWindows()) + " drifted, "
                        + counted(sum(report, model -> model.summary().alerts()), "alert") + ", "
                        + counted(sum(report, model -> model.summary().retrainingEvents()), "retraining event")
                        + "; written to " + out + (document == null ? "" : " and " + document) + ".");
        return ExitCode.OK;
    }

    private static int sum(DriftReport report, ToIntFunction<Model> count) {
        return report.models().stream().mapToInt(count).sum();
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private Period period() {
        Instant begin = moment("--from", from);
        Instant end = moment("--to", to);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw new WrongUsageException("--from is " + begin + " and --to is " + end + "; --to must be later");
        }
        return new Period(begin, end);
    }

    private static @Nullable Instant moment(String option, @Nullable String typed) {
        if (typed == null) {
            return null;
        }
        try {
            return Instant.parse(typed);
        } catch (DateTimeParseException e) {
            throw new WrongUsageException(
                    option + " is '" + typed + "'; expected a moment such as 2018-04-30T12:00:00Z");
        }
    }
}
