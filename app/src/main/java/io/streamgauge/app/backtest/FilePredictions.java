package io.streamgauge.app.backtest;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.schemas.Prediction;
import io.streamgauge.scoring.EventScorer;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.Model;
import io.streamgauge.store.backfill.BackfillResult;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvException;
import io.streamgauge.store.event.Origin;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The predictions that a pipeline's model makes of files of events: features as {@code backfill} computes them, and scores and decisions by
 * the code that scores the stream. They are in the partition of their event, and scored at its time.
 */
public final class FilePredictions implements Backtest.Source {

    private final Pipeline pipeline;
    private final Model model;
    private final Map<String, Path> files;
    private final int partitions;
    private final int threads;
    private final Progress progress;
    private @Nullable BackfillResult result;

    /**
     * @param model the document's
     * @param files of the scored source, and of each that feeds a view
     * @param partitions of the topics that the files stand for
     */
    public FilePredictions(
            Pipeline pipeline, Model model, Map<String, Path> files, int partitions, int threads, Progress progress) {
        this.pipeline = pipeline;
        this.model = model;
        this.files = Map.copyOf(files);
        this.partitions = partitions;
        this.threads = threads;
        this.progress = progress;
    }

    @Override
    public String name() {
        return String.valueOf(file());
    }

    private Path file() {
        Path file = files.get(pipeline.features().scored());
        if (file == null) {
            throw new IllegalArgumentException("no file of the scored source among " + files.keySet());
        }
        return file;
    }

    @Override
    public Set<Integer> filled() {
        try {
            return FileOrigins.filled(file(), pipeline.features().scoredSource(), partitions);
        } catch (CsvException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CommandFailedException unreadable(IOException e) {
        return new CommandFailedException("cannot read " + file() + ": " + e.getMessage(), e);
    }

    @Override
    public void read(Backtest.Sink sink) {
        SourceDefinition scored = pipeline.features().scoredSource();
        EventScoring scoring = new EventScoring(pipeline.features(), pipeline.model(), model, pipeline.vector());
        try (FileOrigins origins = new FileOrigins(file(), scored, partitions);
                EventScorer scorer = scoring.newScorer();
                FeatureSink rows = new Rows(origins, scorer, sink)) {
            result = new FileBackfill(EventFiles.CSV, partitions)
                    .run(pipeline.features(), pipeline.vector(), files, rows, threads, progress);
        } catch (CsvException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public Map<String, Long> withoutPrediction() {
        Map<String, Long> counts = new TreeMap<>();
        if (result != null) {
            result.late().forEach((source, count) -> counts.put(source + ": late", count));
            result.refused().forEach((source, count) -> counts.put(source + ": refused", count));
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    private record Rows(FileOrigins origins, EventScorer scorer, Backtest.Sink sink) implements FeatureSink {

        @Override
        public void write(String id, long timeMs, FeatureValues vector) {
            Origin origin = origins.next(id, timeMs);
            Instant time = Instant.ofEpochMilli(timeMs);
            Prediction.Builder begun = Prediction.newBuilder()
                    .setEventId(id)
                    .setEventTime(time)
                    .setProcessedAt(time)
                    .setSourceTopic(origin.topic())
                    .setSourcePartition(origin.partition())
                    .setSourceOffset(origin.offset());
            sink.take(scorer.predict(begun, vector), origin.partition());
        }

        @Override
        public void close() {}
    }
}
