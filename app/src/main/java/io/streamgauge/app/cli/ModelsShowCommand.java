package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models show}: all that is known of a registered model. */
@Command(name = "show", description = "Prints all that is known of one registered model.")
final class ModelsShowCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Parameters(index = "1", paramLabel = "NAME", description = "Name of the model.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Parameters(index = "2", paramLabel = "VERSION", description = "Version of the model.")
    @SuppressWarnings("NullAway.Init")
    private String version;

    @Mixin
    private ModelStoreOptions stores = new ModelStoreOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Lines or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        PrintWriter out = spec.commandLine().getOut();
        try (ModelStore store = stores.open(pipeline)) {
            ModelRegistration found = find(store);
            if (output == OutputForm.JSON) {
                out.println(Json.write(found));
            } else {
                print(found, out);
            }
        } catch (ModelStoreException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private ModelRegistration find(ModelStore store) throws ModelStoreException {
        Optional<ModelRegistration> found = store.find(name, version);
        if (found.isPresent()) {
            return found.get();
        }
        List<String> known = known(store);
        throw new WrongUsageException((known.isEmpty()
                        ? "there is no model '" + name + " " + version + "'"
                        : Suggestion.unknown("model", name + " " + version, known))
                + "; store " + store.location());
    }

    /** What may have been meant; nothing where the store cannot list. */
    private static List<String> known(ModelStore store) {
        try {
            return store.list().stream().map(ModelRegistration::title).toList();
        } catch (ModelStoreException e) {
            return List.of();
        }
    }

    static void print(ModelRegistration model, PrintWriter out) {
        out.println(model.title());
        line(out, "digest", model.digest());
        line(out, "size", String.format(Locale.ROOT, "%,d bytes", model.bytes()));
        line(out, "registered", model.registeredAt().toString());
        line(out, "pipeline", model.pipeline() + ", definition " + model.definitionHash());
        line(out, "vector", String.join(", ", model.vector()));
        line(out, "inputs", ports(model.inputs()));
        line(out, "outputs", ports(model.outputs()));
        String profile = model.card().profile();
        if (profile != null) {
            line(out, "profile", profile);
        }
        for (GateReport.Check check : model.gate().checks()) {
            check(out, check);
        }
        if (!model.card().text().isBlank()) {
            out.println();
            out.println(model.card().text().strip());
        }
    }

    static void check(PrintWriter out, GateReport.Check check) {
        line(out, check.name(), check.outcome().name().toLowerCase(Locale.ROOT) + ": " + check.detail());
    }

    private static void line(PrintWriter out, String what, String text) {
        out.println("  %-10s  %s".formatted(what, text));
    }

    private static String ports(List<ModelRegistration.Port> ports) {
        return ports.stream().map(ModelRegistration.Port::toString).collect(Collectors.joining(", "));
    }
}
