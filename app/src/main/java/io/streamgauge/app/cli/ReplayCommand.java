package io.streamgauge.app.cli;

import io.streamgauge.app.Terminal;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.replay.Ahead;
import io.streamgauge.app.replay.FileReplay;
import io.streamgauge.app.replay.Pace;
import io.streamgauge.app.replay.ReplayReport;
import io.streamgauge.app.run.Cluster;
import io.streamgauge.app.run.StopSignal;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: a file published as events. */
@Command(
        name = "replay",
        description = {
            "Publishes the rows of a CSV file as events of a source, in file order.",
            "Columns, time format and zone are mapped as the source's csv section says. Rows that are no event are"
                    + " counted and left out.",
            "Ctrl-C ends it: what is committed stays, the last tenth of a second is taken back, and nothing holds up"
                    + " who reads the topic."
        })
final class ReplayCommand implements Callable<Integer> {

    /** Event time that passes so many times as fast as the clock of the day is that of history. */
    private static final double HISTORY = 10;
    /** Events that a thread takes at once, Kafka's {@code max.poll.records}: of so few none falls behind. */
    private static final long AT_ONCE = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Source of the pipeline (default: the one whose events are scored).")
    private @Nullable String source;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "CSV file with a header line, gzipped or not.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            description = "At most N events per second (default: as fast as Kafka takes them).")
    private @Nullable String rate;

    @Option(
            names = "--speed-up",
            paramLabel = "X",
            description = "Event time X times as fast: 3600 replays an hour in a second.")
    private @Nullable String speedUp;

    @Option(
            names = "--max-ahead",
            paramLabel = "DURATION",
            description =
                    "Publish no event that is further ahead, in event time, of what the running pipeline has scored,"
                            + " such as 30m. At most drift.lateness less the file's own disorder keeps predictions from being"
                            + " late for drift.")
    private @Nullable String maxAhead;

    @Option(names = "--limit", paramLabel = "N", description = "Ends after N events.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--output", paramLabel = "text|json", description = "How to print the summary (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() throws Exception {
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        SourceDefinition definition = definition(pipeline);
        InputFiles.check("--file", file);
        Pace pace = pace();
        Optional<Duration> most = maxAhead(pipeline, definition);
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), Terminal.err());
        Cluster cluster = connection.cluster(pipeline.name());
        FileReplay replay = new FileReplay(cluster, pipeline.name(), definition);
        StopSignal stop = StopSignal.install();
        stop.closing(() -> stopped(replay, line));
        ReplayReport report;
        try (Ahead ahead = most.map(duration -> Ahead.of(cluster, pipeline.name(), definition.topic(), duration))
                .orElse(null)) {
            report = replay.publish(file, pace, ahead, limit, progress -> line.update(() -> shown(progress)));
        } finally {
            if (!stop.stopping()) {
                line.end();
            }
        }
        if (stop.stopping()) {
            return ExitCode.FAILED; // unread: the signal gives the process its exit code
        }
        print(report);
        warn(pipeline, definition, report, most);
        return ExitCode.OK;
    }

    private Optional<Duration> maxAhead(Pipeline pipeline, SourceDefinition definition) {
        if (maxAhead == null) {
            return Optional.empty();
        }
        if (!definition.name().equals(pipeline.features().scored())) {
            throw new WrongUsageException("--max-ahead: events of source " + definition.name()
                    + " are not scored; it is for " + pipeline.features().scored());
        }
        Duration most = Durations.parse(maxAhead)
                .orElseThrow(() -> new WrongUsageException(
                        "--max-ahead: '" + maxAhead + "' is no duration; expected " + Durations.ALLOWED));
        if (most.isZero()) {
            throw new WrongUsageException("--max-ahead: '" + maxAhead + "' is out of range; allowed: 1ms or more");
        }
        return Optional.of(most);
    }

    /** Partitions of so much history are scored at different speeds, and what falls behind is late. */
    private void warn(Pipeline pipeline, SourceDefinition definition, ReplayReport report, Optional<Duration> most) {
        if (pipeline.drift().isEmpty()
                || !definition.name().equals(pipeline.features().scored())
                || report.firstEventTime().isEmpty()
                || report.published() < AT_ONCE) {
            return;
        }
        Duration lateness = pipeline.drift().get().lateness();
        if (most.isPresent() && most.get().compareTo(lateness) <= 0) {
            return;
        }
        Duration span = Duration.between(
                report.firstEventTime().get(), report.lastEventTime().orElseThrow());
        if (span.compareTo(lateness) > 0 && span.toSeconds() > HISTORY * report.seconds()) {
            spec.commandLine()
                    .getErr()
                    .println(String.format(
                            Locale.ROOT,
                            "streamgauge: %.1f days of event time were published in %.1f s. Where partitions are scored"
                                    + " at different speeds, predictions further behind than drift.lateness (%s) are late,"
                                    + " and enter no window of drift; --max-ahead of at most that avoids it",
                            span.toSeconds() / 86_400.0,
                            report.seconds(),
                            Durations.format(lateness)));
        }
    }

    private void stopped(FileReplay replay, ProgressLine line) {
        try {
            replay.stop().ifPresent(committed -> {
                line.end();
                spec.commandLine()
                        .getErr()
                        .println(String.format(
                                Locale.ROOT,
                                "streamgauge: stopped; %,d events of %s are published, nothing is left open",
                                committed,
                                file));
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SourceDefinition definition(Pipeline pipeline) {
        String name = source == null ? pipeline.features().scored() : source;
        SourceDefinition definition = pipeline.features().sources().get(name);
        if (definition == null) {
            throw new WrongUsageException("--source: "
                    + Suggestion.unknown(
                            "source", name, pipeline.features().sources().keySet()));
        }
        return definition;
    }

    private Pace pace() {
        if (rate != null && speedUp != null) {
            throw new WrongUsageException("--rate and --speed-up exclude each other");
        }
        try {
            if (rate != null) {
                return Pace.parseRate(rate);
            }
            return speedUp == null ? Pace.unlimited() : Pace.parseSpeedUp(speedUp);
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException((rate != null ? "--rate: " : "--speed-up: ") + e.getMessage());
        }
    }

    private static String shown(FileReplay.Progress progress) {
        return String.format(
                Locale.ROOT,
                "%3.0f %%  %,d events  %,d/s  event time %s%s",
                100 * Math.min(1, progress.share()),
                progress.published(),
                progress.perSecond(),
                progress.eventTime(),
                (progress.rejected() == 0 ? "" : "  " + progress.rejected() + " rows rejected")
                        + (progress.waiting() ? "  waiting for the pipeline to score them" : ""));
    }

    private void print(ReplayReport report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            out.println(Json.write(report));
            return;
        }
        out.println(String.format(
                Locale.ROOT,
                "%,d events of %s published to %s in %.1f s (%,d/s)%s",
                report.published(),
                report.file(),
                report.topic(),
                report.seconds(),
                report.perSecond(),
                report.firstEventTime()
                        .map(first -> ", event times " + first + " to "
                                + report.lastEventTime().orElse(first))
                        .orElse("")));
        if (report.rejected() > 0) {
            out.println(String.format(Locale.ROOT, "%,d rows rejected; the first:", report.rejected()));
            report.rejectedFirst().forEach(row -> out.println("  " + row));
        }
    }
}
