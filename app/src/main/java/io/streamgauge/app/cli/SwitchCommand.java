package io.streamgauge.app.cli;

import io.streamgauge.app.Terminal;
import io.streamgauge.app.switching.Switch;
import io.streamgauge.app.switching.SwitchReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switch}: another pipeline goes on with a topic of predictions. */
@Command(
        name = "switch",
        description = {
            "Lets one pipeline go on with the predictions topic that another has written; both must be stopped.",
            "Readers of committed records find each event predicted once. Run again after a failure or a kill, it goes on."
        })
final class SwitchCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "The pipeline that writes the topic, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "The pipeline that is to, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String to;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Sentences or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        String former = PipelineNames.of(from);
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), Terminal.err());
        SwitchReport report;
        try {
            report = new Switch(
                            connection.cluster(former),
                            former,
                            PipelineNames.of(to),
                            text -> progress.update(() -> text))
                    .run();
        } finally {
            progress.end();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            out.println(Json.write(report));
        } else {
            print(report, out);
        }
        return ExitCode.OK;
    }

    private static void print(SwitchReport report, PrintWriter out) {
        if (report.before()) {
            out.println(report.topic() + " is written by " + report.writer() + " already, since " + report.since()
                    + "; nothing was done.");
        } else {
            out.println(report.topic() + " is written by " + report.writer() + " from now on, and no more by "
                    + report.former() + ".");
        }
        out.println(report.copied() + " predictions of " + report.writer() + " were copied to it, of events that "
                + report.former() + " had not predicted.");
        report.cut()
                .forEach(cut -> out.println("From offset " + cut.offset() + " of " + cut.topic() + "-" + cut.partition()
                        + " on, every prediction is by " + report.writer() + "."));
        out.println("Start " + report.writer() + " again: it writes " + report.topic() + " beside its own topic.");
    }
}
