package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models list}: a line per registered model. */
@Command(name = "list", description = "Prints a line per registered model: name, version, digest, size, when, scores.")
final class ModelsListCommand implements Callable<Integer> {

    private static final int DIGEST_SHOWN = 12;
    private static final List<String> HEAD =
            List.of("NAME", "VERSION", "DIGEST", "BYTES", "REGISTERED", "P99", "GOLDEN");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Mixin
    private ModelStoreOptions stores = new ModelStoreOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "A table or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        PrintWriter out = spec.commandLine().getOut();
        try (ModelStore store = stores.open(pipeline)) {
            List<ModelRegistration> registered = store.list();
            if (output == OutputForm.JSON) {
                out.println(Json.write(registered));
            } else if (registered.isEmpty()) {
                out.println("No model is registered in " + store.location() + ".");
            } else {
                table(registered).forEach(out::println);
            }
        } catch (ModelStoreException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.OK;
    }

    private static List<String> table(List<ModelRegistration> registered) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        registered.forEach(model -> rows.add(row(model)));
        int[] widths = new int[HEAD.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private static List<String> row(ModelRegistration model) {
        GateReport.Latency latency = model.gate().latency();
        GateReport.Golden golden = model.gate().golden();
        return List.of(
                model.name(),
                model.version(),
                model.digest().substring(0, DIGEST_SHOWN),
                Long.toString(model.bytes()),
                model.registeredAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                latency == null ? "-" : String.format(Locale.ROOT, "%.1f µs", latency.p99Micros()),
                golden == null
                        ? "-"
                        : String.format(Locale.ROOT, "%d rows within %.1e", golden.rows(), golden.maxDifference()));
    }
}
