package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.config.ProfileCheck;
import io.streamgauge.scoring.gate.GateRequest;
import io.streamgauge.scoring.gate.GateResult;
import io.streamgauge.scoring.gate.GoldenRowsException;
import io.streamgauge.scoring.gate.RegistrationGate;
import io.streamgauge.scoring.store.Digests;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models register}: a file through the gate, into the store. */
@Command(
        name = "register",
        description = {
            "Checks a model file and registers it: its operators, that it takes the pipeline's vector, that it gives the"
                    + " trainer's own scores on golden rows, and how long a row takes here.",
            "Exit code 0 when it is registered, or was before, 1 when it is refused: every reason is told, and nothing is"
                    + " changed."
        })
final class ModelsRegisterCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** A command with a --version of its own does not get the options that all others have. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the model (default: model.name of the pipeline document).")
    private @Nullable String name;

    @Option(
            names = "--version",
            required = true,
            paramLabel = "VERSION",
            description = "Version of the model. It never changes: another file needs another version.")
    @SuppressWarnings("NullAway.Init")
    private String version;

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "The ONNX file.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--golden",
            paramLabel = "FILE",
            description = "Rows that the trainer scored, CSV or Parquet: a column per input, and score; decision and"
                    + " label where there are any.")
    private @Nullable Path golden;

    @Option(
            names = "--tolerance",
            paramLabel = "NUMBER",
            description = "Greatest difference of a score to the trainer's (default: ${DEFAULT-VALUE}).")
    private double tolerance = GateRequest.DEFAULT_TOLERANCE;

    @Option(
            names = "--allow-flips",
            paramLabel = "N",
            description = "Golden rows whose decision or label may be another (default: ${DEFAULT-VALUE}).")
    private int flips;

    @Option(
            names = "--latency-budget",
            paramLabel = "TIME",
            description = "What 99 of 100 single rows may take here at most, such as 500us or 1ms (default: any time).")
    private @Nullable String latencyBudget;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            description = "Greatest size of the file, such as 500kB, 100MB or 1GB (default: 100MB).")
    private @Nullable String maxSize;

    @Option(
            names = "--card",
            paramLabel = "FILE",
            description =
                    "What its maker says of it: who, when, trained on what, how good; Markdown, YAML or plain text, at"
                            + " most 64 KiB. Kept as it is.")
    private @Nullable Path card;

    @Option(
            names = "--training-set",
            paramLabel = "FILE",
            description = "The training set that 'streamgauge training-set' made; its provenance is kept.")
    private @Nullable Path trainingSet;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description =
                    "The reference profile that 'streamgauge profile' made of its training data; kept in the store, for"
                            + " drift.reference.file.")
    private @Nullable Path profile;

    @Mixin
    private ModelStoreOptions stores = new ModelStoreOptions();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Lines or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    /** What a run of the command says as JSON. */
    record Outcome(
            boolean registered,
            boolean before,
            List<String> reasons,
            GateReport gate,
            @Nullable ModelRegistration registration) {

        static Outcome of(GateResult result) {
            return new Outcome(
                    result.registration() != null,
                    result.before(),
                    result.report().checks().stream()
                            .filter(check -> check.outcome() == GateReport.Outcome.FAILED)
                            .map(check -> check.name() + ": " + check.detail())
                            .toList(),
                    result.report(),
                    result.registration());
        }
    }

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        byte[] profiled = profile == null ? null : profile(pipeline, profile);
        GateRequest request = request(pipeline, profiled == null ? null : Digests.of(profiled));
        try (ModelStore store = stores.open(pipeline)) {
            if (profiled != null) {
                store.keep(profiled); // before anybody can find the registration
            }
            GateResult result = new RegistrationGate(
                            pipeline.features(), pipeline.model(), pipeline.vector(), store, Clock.systemUTC())
                    .register(request);
            checkProfile(result, request);
            PrintWriter out = spec.commandLine().getOut();
            if (output == OutputForm.JSON) {
                out.println(Json.write(Outcome.of(result)));
            } else {
                print(result, request, store, out);
            }
            return result.registration() == null ? ExitCode.FAILED : ExitCode.OK;
        } catch (GoldenRowsException e) {
            throw new WrongUsageException("--golden: " + e.getMessage());
        } catch (ModelStoreException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] profile(Pipeline pipeline, Path file) {
        InputFiles.check("--profile", file);
        try {
            byte[] bytes = Files.readAllBytes(file);
            ProfileCheck.read(pipeline, bytes, "--profile: " + file);
            return bytes;
        } catch (IOException e) {
            throw new WrongUsageException("--profile: cannot read " + file + ": " + e);
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
    }

    /** A registration never changes, so it cannot get another profile. */
    private static void checkProfile(GateResult result, GateRequest request) {
        ModelRegistration registration = result.registration();
        String asked = request.card().profile();
        if (result.before()
                && registration != null
                && asked != null
                && !asked.equals(registration.card().profile())) {
            String kept = registration.card().profile();
            throw new WrongUsageException("--profile: model " + registration.title() + " is registered "
                    + (kept == null ? "without a profile" : "with profile " + kept)
                    + ", and a registration never changes; register the file under another --version");
        }
    }

    private GateRequest request(Pipeline pipeline, @Nullable String profileDigest) {
        InputFiles.check("--file", file);
        Optional<Path> rows = Optional.ofNullable(golden);
        rows.ifPresent(path -> InputFiles.check("--golden", path));
        try {
            return new GateRequest(
                    name == null ? pipeline.model().name() : name,
                    version,
                    file,
                    rows,
                    tolerance,
                    flips,
                    budget(),
                    maxSize == null ? GateRequest.DEFAULT_MAX_BYTES : Quantities.bytes("--max-size", maxSize),
                    ModelCards.read(card, trainingSet, profileDigest));
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Duration> budget() {
        return Optional.ofNullable(latencyBudget).map(text -> Quantities.time("--latency-budget", text));
    }

    private static void print(GateResult result, GateRequest request, ModelStore store, PrintWriter out) {
        ModelRegistration registration = result.registration();
        if (result.before() && registration != null) {
            out.println("Model " + registration.title() + " is registered in " + store.location() + " already, since "
                    + registration.registeredAt() + ", with this very file; nothing was done.");
            return;
        }
        result.report().checks().forEach(check -> ModelsShowCommand.check(out, check));
        out.println(
                registration == null
                        ? "Refused: model " + request.name() + " " + request.version()
                                + " is not registered, and nothing" + " was changed."
                        : "Registered: model " + registration.title() + " in " + store.location() + ", digest "
                                + registration.digest() + ".");
    }
}
