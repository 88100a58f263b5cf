package io.streamgauge.app.cli;

import io.streamgauge.app.Terminal;
import io.streamgauge.app.compare.Comparison;
import io.streamgauge.app.compare.Difference;
import io.streamgauge.app.compare.PredictionComparison;
import io.streamgauge.schemas.TopicCatalogue;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: what two pipelines make of the same events. */
@Command(
        name = "compare",
        description = {
            "Compares the predictions that two pipelines have made of the same events so far: features, scores, decisions.",
            "Exit code 0 when nothing differs, 1 when something does."
        })
final class CompareCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "BEFORE",
            description = "The pipeline to compare with, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "The other pipeline, by name or by its document.")
    @SuppressWarnings("NullAway.Init")
    private String after;

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
        String first = PipelineNames.of(before);
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), Terminal.err());
        Comparison comparison = new PredictionComparison(connection.cluster(first))
                .run(first, PipelineNames.of(after), text -> progress.update(() -> text));
        progress.end();
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            out.println(Json.write(comparison));
        } else {
            print(comparison, out);
        }
        return comparison.same() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(Comparison comparison, PrintWriter out) {
        out.println(comparison.events() + " events predicted by both " + comparison.before() + " and "
                + comparison.after() + "; " + comparison.onlyBefore() + " by the first alone, " + comparison.onlyAfter()
                + " by the second alone");
        if (comparison.givenUp() > 0) {
            out.println(comparison.givenUp() + " predictions were compared with nothing: the two are too far apart");
        }
        printOthers(comparison.othersBefore(), comparison.before(), out);
        printOthers(comparison.othersAfter(), comparison.after(), out);
        int width = comparison.features().stream()
                .mapToInt(feature -> feature.name().length())
                .max()
                .orElse(0);
        width = Math.max(width, "FEATURE".length());
        out.println(row(width, "FEATURE", "EQUAL", "DIFFERING", "FIRST ONLY", "SECOND ONLY") + "  GREATEST DIFFERENCE");
        for (Difference feature : comparison.features()) {
            out.println(line(width, feature));
        }
        out.println(line(width, comparison.scores()));
        comparison.decisions().forEach((change, count) -> out.println("decision " + change + ": " + count));
        out.println(comparison.same() ? "Nothing differs." : "They differ.");
    }

    private static void printOthers(long others, String pipeline, PrintWriter out) {
        if (others > 0) {
            out.println(others + " predictions in "
                    + new TopicCatalogue(pipeline).predictions().name() + " are left out: another pipeline than "
                    + pipeline + " made them");
        }
    }

    private static String line(int width, Difference difference) {
        String row = row(
                width,
                difference.name(),
                Long.toString(difference.equal()),
                Long.toString(difference.differing()),
                Long.toString(difference.onlyBefore()),
                Long.toString(difference.onlyAfter()));
        return difference.greatestAt().isEmpty()
                ? row
                : row + "  " + difference.greatest() + " at event " + difference.greatestAt();
    }

    private static String row(int width, String name, String... numbers) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", name));
        for (String number : numbers) {
            row.append(String.format(Locale.ROOT, "  %11s", number));
        }
        return row.toString();
    }
}
