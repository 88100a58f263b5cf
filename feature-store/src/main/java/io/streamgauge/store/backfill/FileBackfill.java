package io.streamgauge.store.backfill;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The features of a file of events, without Kafka, by the code that the stream runs: {@link
 * io.streamgauge.store.view.ViewEngine} and {@link VectorPlan}.
 *
 * <pre>
 *   file of each source ──▶ EventTable ──▶ ViewPass, view by view, ──▶ FeatureColumns ──▶ VectorWriter ──▶ FeatureSink
 *                           (late ones      entities on many            (in file order)    blocks on many
 *                            left out)      threads                                        threads
 * </pre>
 *
 * <p>The order is the stream's. A file stands for a topic with the file's rows published in order: events are late, and
 * left out and counted, as they would be there, partition by partition: see {@link PartitionClocks}. On a view fed by the scored source, an entity's events come in file order. An event at s of another
 * source counts for an event at t if and only if {@code s <= t - delay} of the view, wherever it stands in its file.
 *
 * <p>Events are held in memory, column by column: about 8 bytes per number, the length of each text, and 9 bytes per view
 * feature of an event of the scored source. A single entity is computed by one thread.
 */
public final class FileBackfill {

    private final EventFiles reader;
    private final int partitions;

    /**
     * A backfill of files that stand for topics.
     *
     * @param reader how files become events
     * @param partitions how many each topic has
     */
    public FileBackfill(EventFiles reader, int partitions) {
        this.reader = reader;
        this.partitions = partitions;
    }

    /**
     * Computes and writes one row per event of the scored source that is neither late nor refused, in file order, and
     * finishes the sink. Does not close it.
     *
     * @param definition the features
     * @param plan what a row holds
     * @param files a file for the scored source and for each source that feeds a view; the same file may serve several
     * @param threads how many compute
     * @throws IllegalArgumentException when a file is missing from {@code files}
     */
    public BackfillResult run(
            FeatureDefinition definition,
            VectorPlan plan,
            Map<String, Path> files,
            FeatureSink sink,
            int threads,
            Progress progress)
            throws IOException {
        long startNanos = System.nanoTime();
        try (Workers workers = new Workers(threads)) {
            EventTables tables = EventTables.read(definition, files, reader, partitions, workers, progress);
            EventTable scored = tables.of(definition.scored());
            FeatureColumns features = new FeatureColumns(definition.viewFeatureTypes(), scored.size());
            long toCompute = (long) scored.size() * definition.views().size();
            RowCounter computed = new RowCounter(progress, Progress.Phase.COMPUTING, toCompute);
            Map<String, Long> withoutEntity = new LinkedHashMap<>();
            for (ViewDefinition view : definition.views()) {
                ViewPass pass = new ViewPass(view, definition, scored, tables.of(view.source()), features);
                pass.run(workers, computed::add);
                withoutEntity.put(view.name(), pass.withoutEntity());
            }
            computed.finish();
            RowCounter written = new RowCounter(progress, Progress.Phase.WRITING, scored.size());
            new VectorWriter(scored, features, plan).write(sink, workers, written);
            written.finish();
            sink.finish();
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            return new BackfillResult(
                    scored.size(), tables.late(), tables.refused(), tables.refusedFirst(), withoutEntity, seconds);
        }
    }
}
