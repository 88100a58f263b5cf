package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.Terminal;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.LabelsDefinition;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.history.Histories;
import io.streamgauge.app.history.Provenance;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.backfill.training.History;
import io.streamgauge.store.backfill.training.LabelFile;
import io.streamgauge.store.backfill.training.LabelRows;
import io.streamgauge.store.backfill.training.NeededFeatures;
import io.streamgauge.store.backfill.training.ParquetTrainingRows;
import io.streamgauge.store.backfill.training.PointInTimeJoin;
import io.streamgauge.store.backfill.training.SourceLabels;
import io.streamgauge.store.backfill.training.SourceRead;
import io.streamgauge.store.backfill.training.TrainingRows;
import io.streamgauge.store.backfill.training.TrainingSet;
import io.streamgauge.store.backfill.training.TrainingSetCheck;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code training-set}: labels joined to features as they stood. */
@Command(
        name = "training-set",
        description = {
            "Joins labels, or any rows with entities and a moment, to features as they stood then, and writes Parquet.",
            "Rows that name an event by its id get the features that the stream gives that event. Rows with the columns of"
                    + " the entities and event_timestamp get the features as of that moment: no event after it counts, and"
                    + " none that a delay holds back.",
            "History may be larger than memory; it is parted into buckets of entities on disk."
        })
final class TrainingSetCommand implements Callable<Integer> {

    /** What rows name. */
    enum By {
        EVENT,
        ENTITY
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "FILE|SOURCE",
            description =
                    "Rows of labels: a file, CSV (gzipped or not) or *.parquet, or a source of the pipeline, or its topic.")
    @SuppressWarnings("NullAway.Init")
    private String labels;

    @Option(names = "--out", paramLabel = "FILE", description = "The training set to write: a file named *.parquet.")
    private @Nullable Path out;

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description =
                    "Instead of --out: compares a training set with what it should be, to the bit; exit code 1 when it"
                            + " differs.")
    private @Nullable Path check;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "NAME[,...]",
            description =
                    "What to join: features, inputs, or all of a view as customer.* (default: the model's inputs).")
    private List<String> features = new ArrayList<>();

    @Option(
            names = "--by",
            paramLabel = "event|entity",
            description =
                    "What rows name: an event, or entities and a moment (default: entity when there is the column of moments).")
    private @Nullable By by;

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description = "Column of event ids (default: that of the scored source's id).")
    private @Nullable String idColumn;

    @Option(
            names = "--time-column",
            paramLabel = "NAME",
            description = "Column of moments (default: ${DEFAULT-VALUE}).",
            defaultValue = LabelFile.Choice.TIME_COLUMN)
    private String timeColumn = LabelFile.Choice.TIME_COLUMN;

    @Option(
            names = "--time-format",
            paramLabel = "FORMAT",
            description = "How a CSV file writes moments: iso, ms, s or a pattern; UTC (default: ${DEFAULT-VALUE}).",
            defaultValue = "iso")
    private String timeFormat = "iso";

    @Option(
            names = "--label-columns",
            split = ",",
            paramLabel = "NAME[,...]",
            description = "Columns of the rows to keep (default: all; of the document's labels source: the outcome).")
    private List<String> labelColumns = new ArrayList<>();

    @Option(
            names = "--vectors",
            paramLabel = "lists|columns",
            description = "Vectors as one column of lists, or as a column for each element (default: columns).")
    private VectorForm vectors = VectorForm.COLUMNS;

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Option(names = "--output", paramLabel = "text|json", description = "How to print the summary (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        long startNanos = System.nanoTime();
        Path result = result();
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        NeededFeatures needed =
                new NeededFeatures(pipeline.features(), features.isEmpty() ? pipeline.inputs() : features);
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), Terminal.err());
        try (StoppableWork work = new StoppableWork(spec.commandLine().getErr(), result);
                Histories histories = history.histories(pipeline, needed.definition());
                Scratch scratch = new Scratch(history.scratch(result));
                TrainingRows rows = check == null ? new ParquetTrainingRows(result) : new TrainingSetCheck(result)) {
            LabelRows wanted = labels(pipeline, needed, histories);
            TrainingSet set = new TrainingSet(needed, wanted, rows, vectors == VectorForm.LISTS);
            Map<String, History> sources =
                    histories.of(PointInTimeJoin.sourcesOf(needed.definition(), wanted.byEvent()));
            Map<String, SourceRead> reads = new PointInTimeJoin(
                            needed.definition(),
                            scratch.directory(),
                            histories.buckets(),
                            history.threads(),
                            work.watched(new JoinProgress(line)))
                    .run(sources, wanted, set);
            set.finish(provenance(pipeline, needed, wanted, set, histories, reads));
            line.end();
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            if (rows instanceof TrainingSetCheck checked) {
                return told(checked, pipeline);
            }
            print(wanted, set, reads, seconds);
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new WrongUsageException(String.valueOf(e.getMessage()));
        } catch (CsvException | IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } finally {
            line.end();
        }
    }

    private Path result() {
        if (out != null && check == null) {
            if (!out.toString().endsWith(".parquet")) {
                throw new WrongUsageException("--out is " + out
                        + "; a training set is a file named *.parquet, which says where it comes from");
            }
            return out;
        }
        if (check != null && out == null) {
            InputFiles.check("--check", check);
            return check;
        }
        throw new WrongUsageException("say where the training set goes with --out, or which to compare with --check");
    }

    private LabelRows labels(Pipeline pipeline, NeededFeatures needed, Histories histories) throws IOException {
        Path file = Path.of(labels);
        if (Files.exists(file)) {
            InputFiles.check("--labels", file);
            boolean moments = by == null ? LabelFile.hasColumn(file, timeColumn) : by == By.ENTITY;
            return new LabelFile(
                    file,
                    needed,
                    new LabelFile.Choice(
                            !moments, Optional.ofNullable(idColumn), timeColumn, timeFormat, labelColumns));
        }
        SourceDefinition source = pipeline.features().sources().values().stream()
                .filter(one -> one.name().equals(labels) || one.topic().equals(labels))
                .findFirst()
                .orElseThrow(() -> new WrongUsageException("--labels: there is no file " + labels + ", and "
                        + Suggestion.unknown(
                                "source", labels, pipeline.features().sources().keySet())));
        if (by == By.ENTITY) {
            throw new WrongUsageException("--by entity takes rows of a file; those of a source name events by id");
        }
        List<String> columns = labelColumns;
        if (columns.isEmpty()) {
            columns = pipeline.labels()
                    .filter(declared -> declared.source().equals(source.name()))
                    .map(LabelsDefinition::outcome)
                    .map(List::of)
                    .orElseThrow(() -> new WrongUsageException("say with --label-columns which fields of source "
                            + source.name() + " are labels: it is not the one that the document names in labels.from"));
        }
        return new SourceLabels(source, histories.of(source.name()), columns);
    }

    private static Map<String, String> provenance(
            Pipeline pipeline,
            NeededFeatures needed,
            LabelRows wanted,
            TrainingSet set,
            Histories histories,
            Map<String, SourceRead> reads) {
        return new Provenance(pipeline, Version.current())
                .with("features", needed.columns())
                .with("joined_by", wanted.byEvent() ? "event" : "entity")
                .with("label_rows", wanted.rows())
                .with("label_rows_without_event", set.unmatched())
                .with("rows", set.rows())
                .read(reads, histories)
                .entries();
    }

    private void print(LabelRows wanted, TrainingSet set, Map<String, SourceRead> reads, double seconds) {
        PrintWriter terminal = spec.commandLine().getOut();
        if (output == OutputForm.JSON) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("out", String.valueOf(out));
            summary.put("rows", set.rows());
            summary.put("labelRows", wanted.rows());
            summary.put("labelRowsWithoutEvent", set.unmatched());
            Map<String, Object> sources = new LinkedHashMap<>();
            reads.forEach((name, read) -> sources.put(
                    name,
                    Map.of(
                            "events",
                            read.events(),
                            "late",
                            read.late(),
                            "refused",
                            read.refused(),
                            "refusedFirst",
                            read.refusedFirst())));
            summary.put("sources", sources);
            summary.put("seconds", seconds);
            terminal.println(Json.write(summary));
            return;
        }
        terminal.println(String.format(
                Locale.ROOT,
                "%,d rows written to %s in %.1f s (%,d/s)",
                set.rows(),
                out,
                seconds,
                Math.round(set.rows() / Math.max(1e-3, seconds))));
        if (set.unmatched() > 0) {
            terminal.println(String.format(
                    Locale.ROOT,
                    "  %,d of %,d label rows name no event that there is",
                    set.unmatched(),
                    wanted.rows()));
        }
        reads.forEach((name, read) -> {
            terminal.println(String.format(
                    Locale.ROOT,
                    "  %s: %,d events, %,d late, %,d refused",
                    name,
                    read.events(),
                    read.late(),
                    read.refused()));
            read.refusedFirst().forEach(why -> terminal.println("    " + why));
        });
    }

    private int told(TrainingSetCheck checked, Pipeline pipeline) {
        PrintWriter terminal = spec.commandLine().getOut();
        String hash = checked.metadata().getOrDefault(TrainingSetCheck.DEFINITION_HASH, "none");
        boolean sameDefinition = hash.equals(DefinitionHash.of(pipeline.features()));
        boolean same = checked.same() && sameDefinition;
        if (output == OutputForm.JSON) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("file", String.valueOf(check));
            summary.put("same", same);
            summary.put("sameDefinition", sameDefinition);
            summary.put("rows", checked.rows());
            summary.put("missingRows", checked.missingRows());
            summary.put("furtherRows", checked.furtherRows());
            summary.put("otherColumns", checked.otherColumns());
            Map<String, Object> columns = new LinkedHashMap<>();
            checked.columns()
                    .forEach(column -> columns.put(
                            column.name(),
                            Map.of(
                                    "equal",
                                    column.equal(),
                                    "differing",
                                    column.differing(),
                                    "missing",
                                    column.missing(),
                                    "first",
                                    column.first())));
            summary.put("columns", columns);
            terminal.println(Json.write(summary));
            return same ? ExitCode.OK : ExitCode.FAILED;
        }
        terminal.println(checked.rows() + " rows compared");
        if (!sameDefinition) {
            terminal.println("The file was made by another definition: " + hash);
        }
        if (checked.missingRows() > 0) {
            terminal.println(checked.missingRows() + " rows are missing in the file");
        }
        if (checked.furtherRows() > 0) {
            terminal.println(checked.furtherRows() + " rows of the file should not be there");
        }
        checked.otherColumns().forEach(name -> terminal.println("column " + name + " is on one side only"));
        checked.columns().stream()
                .filter(column -> !column.first().isEmpty())
                .forEach(column -> terminal.println(String.format(
                        Locale.ROOT,
                        "%s: %,d equal, %,d differing, %,d missing on one side; first %s",
                        column.name(),
                        column.equal(),
                        column.differing(),
                        column.missing(),
                        column.first())));
        terminal.println(same ? "Nothing differs." : "They differ.");
        return same ? ExitCode.OK : ExitCode.FAILED;
    }
}
