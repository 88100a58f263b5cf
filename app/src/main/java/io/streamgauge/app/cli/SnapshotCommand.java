package io.streamgauge.app.cli;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.Terminal;
import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.history.Histories;
import io.streamgauge.app.history.Provenance;
import io.streamgauge.app.history.Scratch;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.backfill.training.EntityRows;
import io.streamgauge.store.backfill.training.NeededFeatures;
import io.streamgauge.store.backfill.training.ParquetTrainingRows;
import io.streamgauge.store.backfill.training.PointInTimeJoin;
import io.streamgauge.store.backfill.training.SourceRead;
import io.streamgauge.store.backfill.training.TrainingRows;
import io.streamgauge.store.backfill.training.TrainingSet;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.event.CsvException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code snapshot}: the features of all entities of a view, as of one moment. */
@Command(
        name = "snapshot",
        description = {
            "Writes the features of all entities of a view, as of one moment, to Parquet.",
            "They are computed from the sources, files or topics, by the code that the stream runs; so a running instance is"
                    + " not needed and not disturbed, and any moment that the sources reach back to can be asked for."
        })
final class SnapshotCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline document.")
    @SuppressWarnings("NullAway.Init")
    private Path document;

    @Option(names = "--view", required = true, paramLabel = "NAME", description = "The feature view.")
    @SuppressWarnings("NullAway.Init")
    private String view;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the features go: a file named *.parquet.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            description =
                    "The moment, such as 2018-04-30T12:00:00Z (default: the watermark of the scored source: the least,"
                            + " over its partitions, of the greatest event time).")
    private @Nullable String at;

    @Option(
            names = "--vectors",
            paramLabel = "lists|columns",
            description = "Vectors as one column of lists, or as a column for each element (default: lists).")
    private VectorForm vectors = VectorForm.LISTS;

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Option(names = "--output", paramLabel = "text|json", description = "How to print the summary (default: text).")
    private OutputForm output = OutputForm.TEXT;

    @Override
    public Integer call() {
        long startNanos = System.nanoTime();
        if (!out.toString().endsWith(".parquet")) {
            throw new WrongUsageException("--out is " + out + "; a snapshot is a file named *.parquet");
        }
        Pipeline pipeline = PipelineFile.loadWithoutModel(document);
        FeatureDefinition features = pipeline.features();
        ViewDefinition wanted = features.views().stream()
                .filter(one -> one.name().equals(view))
                .findFirst()
                .orElseThrow(() -> new WrongUsageException("--view: "
                        + Suggestion.unknown(
                                "view",
                                view,
                                features.views().stream()
                                        .map(ViewDefinition::name)
                                        .toList())));
        NeededFeatures needed = new NeededFeatures(
                features,
                wanted.featureNames().stream()
                        .map(feature -> view + "." + feature)
                        .toList());
        ProgressLine line = new ProgressLine(spec.commandLine().getErr(), Terminal.err());
        try (StoppableWork work = new StoppableWork(spec.commandLine().getErr(), out);
                Histories histories = history.histories(pipeline, features);
                Scratch scratch = new Scratch(history.scratch(out));
                TrainingRows rows = new ParquetTrainingRows(out)) {
            long momentMs = moment(histories, features);
            EntityRows entities = EntityRows.of(features, wanted, histories.of(wanted.source()), momentMs);
            TrainingSet set = new TrainingSet(needed, entities, rows, vectors == VectorForm.LISTS);
            Map<String, SourceRead> reads = new PointInTimeJoin(
                            needed.definition(),
                            scratch.directory(),
                            histories.buckets(),
                            history.threads(),
                            work.watched(new JoinProgress(line)))
                    .run(histories.of(PointInTimeJoin.sourcesOf(needed.definition(), false)), entities, set);
            String moment = Instant.ofEpochMilli(momentMs).toString();
            set.finish(new Provenance(pipeline, Version.current())
                    .with("view", view)
                    .with("as_of", moment)
                    .with("rows", set.rows())
                    .read(reads, histories)
                    .entries());
            line.end();
            print(set.rows(), moment, (System.nanoTime() - startNanos) / 1e9);
            return ExitCode.OK;
        } catch (CsvException | IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } finally {
            line.end();
        }
    }

    private long moment(Histories histories, FeatureDefinition features) throws IOException {
        if (at == null) {
            return EntityRows.watermarkMs(histories.of(features.scored()));
        }
        try {
            return Instant.parse(at).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new WrongUsageException("--at is '" + at + "'; expected a moment such as 2018-04-30T12:00:00Z");
        }
    }

    private void print(long rows, String moment, double seconds) {
        if (output == OutputForm.JSON) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("out", out.toString());
            summary.put("view", view);
            summary.put("asOf", moment);
            summary.put("rows", rows);
            summary.put("seconds", seconds);
            spec.commandLine().getOut().println(Json.write(summary));
            return;
        }
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "%,d entities of %s as of %s written to %s in %.1f s",
                        rows,
                        view,
                        moment,
                        out,
                        seconds));
    }
}
