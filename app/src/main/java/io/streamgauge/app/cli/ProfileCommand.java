package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.profile.ProfiledTable;
import io.streamgauge.drift.profile.Profile;
import io.streamgauge.drift.state.ProfileFile;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.event.CsvException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code profile}: what training data looks like, to hold predictions against. */
@Command(
        name = "profile",
        description = {
            "Makes a reference profile of the data that the pipeline's model was trained on: what the drift job compares windows"
                    + " with, when drift.reference.file names it.",
            "It has every input of the model, and score, decision, label and outputs where the file has columns of these names."
                    + " The same file makes the same profile, whose digest is its version."
        })
final class ProfileCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description =
                    "Training data with a column per input: a Parquet file, such as 'streamgauge training-set' writes,"
                            + " or CSV, gzipped or not.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "PROFILE",
            description = "The profile to write (default: <model>-<version>.profile.json beside the document).")
    private @Nullable Path out;

    @Option(
            names = "--score",
            paramLabel = "COLUMN",
            description =
                    "Column with scores of rows that the model did not learn from (default: score, if there is one).")
    private @Nullable String score;

    @Option(
            names = "--time-column",
            paramLabel = "NAME",
            description =
                    "Column of moments, which tell how far days differ from each other (default: the time of the scored"
                            + " source, or event_timestamp, if there is one).")
    private @Nullable String timeColumn;

    @Option(
            names = "--time-format",
            paramLabel = "FORMAT",
            description = "How a CSV file writes moments: iso, ms, s or a pattern; UTC (default: ${DEFAULT-VALUE}).",
            defaultValue = "iso")
    private String timeFormat = "iso";

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Lines or one JSON document (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        InputFiles.check("--file", file);
        Path written = written(pipeline);
        OutputFiles.check("--out", written);
        try {
            Profile profile =
                    new ProfiledTable(pipeline, new ProfiledTable.Choice(score, timeColumn, timeFormat)).read(file);
            byte[] bytes = new ProfileFile(origin(pipeline), profile).bytes();
            Files.write(written, bytes);
            print(profile, written, ProfileFile.digest(bytes));
        } catch (CsvException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException("--time-format: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.OK;
    }

    private Path written(Pipeline pipeline) {
        return out != null
                ? out
                : document.resolveSibling(
                        pipeline.model().name() + "-" + pipeline.model().version() + ".profile.json");
    }

    private ProfileFile.Origin origin(Pipeline pipeline) throws IOException {
        return new ProfileFile.Origin(
                pipeline.name(),
                pipeline.model().name(),
                pipeline.model().version(),
                DefinitionHash.of(pipeline.features()),
                String.valueOf(file.getFileName()),
                digest(file));
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void print(Profile profile, Path written, String digest) {
        PrintWriter terminal = spec.commandLine().getOut();
        List<String> names = profile.fields().stream().map(Profile.Field::name).toList();
        Instant from = profile.timed() ? Instant.ofEpochMilli(profile.fromMs()) : null;
        Instant to = profile.timed() ? Instant.ofEpochMilli(profile.toMs()) : null;
        if (output == OutputForm.JSON) {
            Map<String, @Nullable Object> summary = new LinkedHashMap<>();
            summary.put("out", written.toString());
            summary.put("digest", digest);
            summary.put("rows", profile.rows());
            summary.put("sampled", profile.sample().size());
            summary.put("from", from);
            summary.put("to", to);
            summary.put("features", names);
            terminal.println(Json.write(summary));
            return;
        }
        terminal.println(String.format(
                Locale.ROOT,
                "%,d rows%s, %,d of them sampled: %s",
                profile.rows(),
                from == null || to == null ? " without moments" : " from " + from + " to " + to.minusMillis(1),
                profile.sample().size(),
                String.join(", ", names)));
        if (from == null) {
            terminal.println("  how far days differ is not known; --time-column names the column that tells");
        }
        terminal.println("wrote " + written + ", version " + digest);
    }
}
