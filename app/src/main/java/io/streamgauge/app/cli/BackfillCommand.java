package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.Terminal;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.backfill.BackfillResult;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.CsvEvents;
import io.streamgauge.store.event.CsvException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backfill}: the features of a file, without Kafka. */
@Command(
        name = "backfill",
        description = {
            "Computes the model's inputs for every event of a CSV file, without Kafka and by the code that the stream runs.",
            "Events beyond their source's lateness are left out and counted, as the stream would: partition by partition,"
                    + " after the hash of the record key, or of the id where the source has no key, as replay publishes"
                    + " them. What others publish without a key may be on any partition; then which events are late can"
                    + " differ.",
            "Rows that are no event are left out and counted too."
        })
final class BackfillCommand implements Callable<Integer> {

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
            description = "CSV file of the scored source, gzipped or not; also of every source without an --input.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--input",
            paramLabel = "NAME=FILE",
            description = "CSV file of another source that feeds a view; may be given several times.")
    private Map<String, Path> sourceFiles = new LinkedHashMap<>();

    @Option(names = "--source-file", paramLabel = "NAME=FILE", hidden = true, description = "What --input was called.")
    private Map<String, Path> formerly = new LinkedHashMap<>();

    @Option(names = "--source", paramLabel = "NAME", hidden = true, description = "What replay takes; refused here.")
    private @Nullable String source;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the features go: a file named *.csv or *.parquet.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the sources' topics (default: runtime.partitions of the pipeline).")
    private @Nullable Integer partitions;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute (default: one per processor).")
    private @Nullable Integer threads;

    @Option(names = "--output", paramLabel = "text|json", description = "How to print the summary (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        FeatureDefinition features = pipeline.features();
        refuseSource(features);
        formerly.forEach(sourceFiles::putIfAbsent);
        Map<String, Path> files = files(features, file, sourceFiles);
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (workers < 1) {
            throw new WrongUsageException("--threads is " + workers + "; allowed: 1 and more");
        }
        int topicPartitions = partitions == null ? pipeline.runtime().partitions() : partitions;
        if (topicPartitions < 1) {
            throw new WrongUsageException("--partitions is " + topicPartitions + "; allowed: 1 and more");
        }
        checkColumns(features, files);
        SourceDefinition scored = features.scoredSource();
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), Terminal.err());
        BackfillResult result;
        try (StoppableWork work = new StoppableWork(spec.commandLine().getErr(), out);
                FeatureSink sink = FeatureFiles.create(
                        out,
                        scored.idField(),
                        scored.timeField(),
                        pipeline.inputs(),
                        pipeline.vector().types())) {
            result = new FileBackfill(EventFiles.CSV, topicPartitions)
                    .run(
                            features,
                            pipeline.vector(),
                            files,
                            sink,
                            workers,
                            work.watched(
                                    (phase, rows, ofRows) -> line.update(() -> shown(phase.name(), rows, ofRows))));
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException("--out: " + e.getMessage());
        } catch (CsvException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + out, e);
        } finally {
            line.end();
        }
        print(result);
        return ExitCode.OK;
    }

    private void refuseSource(FeatureDefinition features) {
        String name = source;
        if (name != null) {
            throw new WrongUsageException(
                    features.sources().containsKey(name)
                            ? "--source: a backfill takes all sources at once; --file is that of "
                                    + features.scored() + ", --input NAME=FILE that of another source, such as --input "
                                    + name + "=FILE"
                            : "--source: "
                                    + Suggestion.unknown(
                                            "source", name, features.sources().keySet())
                                    + "; a backfill takes all sources at once, another than " + features.scored()
                                    + " by --input NAME=FILE");
        }
    }

    /** A file for the scored source and for each that feeds a view: its own, or that of the scored one. */
    static Map<String, Path> files(FeatureDefinition features, Path file, Map<String, Path> sourceFiles) {
        for (String name : sourceFiles.keySet()) {
            if (!features.sources().containsKey(name)) {
                throw new WrongUsageException("--input: "
                        + Suggestion.unknown("source", name, features.sources().keySet()));
            }
        }
        Map<String, Path> files = new LinkedHashMap<>();
        files.put(features.scored(), file);
        for (ViewDefinition view : features.views()) {
            files.put(view.source(), sourceFiles.getOrDefault(view.source(), file));
        }
        InputFiles.check("--file", file);
        sourceFiles.forEach((name, given) -> InputFiles.check("--input " + name, given));
        return files;
    }

    /** Headers are looked at before anything is computed; a pipe can be read only once. */
    static void checkColumns(FeatureDefinition features, Map<String, Path> files) {
        files.forEach((source, file) -> {
            if (!Files.isRegularFile(file)) {
                return;
            }
            try {
                CsvEvents.open(file, features.source(source)).close();
            } catch (CsvException e) {
                throw new CommandFailedException(String.valueOf(e.getMessage()), e);
            } catch (IOException e) {
                throw new CommandFailedException("cannot read " + file, e);
            }
        });
    }

    static String shown(String phase, long rows, long ofRows) {
        return ofRows < 0
                ? String.format(Locale.ROOT, "%s %,d rows", phase.toLowerCase(Locale.ROOT), rows)
                : String.format(Locale.ROOT, "%s %,d of %,d rows", phase.toLowerCase(Locale.ROOT), rows, ofRows);
    }

    private void print(BackfillResult result) {
        PrintWriter terminal = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("out", out.toString());
            summary.put("rows", result.rows());
            summary.put("late", result.late());
            summary.put("refused", result.refused());
            summary.put("withoutEntity", result.withoutEntity());
            summary.put("refusedFirst", result.refusedFirst());
            summary.put("seconds", result.seconds());
            terminal.println(Json.write(summary));
            return;
        }
        terminal.println(String.format(
                Locale.ROOT,
                "%,d rows written to %s in %.1f s (%,d/s)",
                result.rows(),
                out,
                result.seconds(),
                Math.round(result.rows() / Math.max(1e-3, result.seconds()))));
        counts("late", result.late());
        counts("refused", result.refused());
        counts("without entity", result.withoutEntity());
        if (!result.refusedFirst().isEmpty()) {
            terminal.println("The first refused:");
            result.refusedFirst().forEach(why -> terminal.println("  " + why));
        }
    }

    private void counts(String what, Map<String, Long> byName) {
        byName.forEach((name, count) -> {
            if (count > 0) {
                spec.commandLine()
                        .getOut()
                        .println(String.format(Locale.ROOT, "  %s: %,d events %s", name, count, what));
            }
        });
    }
}
