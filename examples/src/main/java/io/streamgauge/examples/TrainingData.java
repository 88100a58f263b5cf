package io.streamgauge.examples;

import io.streamgauge.app.config.LabelsDefinition;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.store.backfill.EventFiles;
import io.streamgauge.store.backfill.FeatureSink;
import io.streamgauge.store.backfill.FileBackfill;
import io.streamgauge.store.backfill.Progress;
import io.streamgauge.store.definition.SourceDefinition;
import io.streamgauge.store.event.CsvEvents;
import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A pipeline's own features of a file of events, joined by event id with the outcomes its {@code labels} section names:
 * what the model will be served is what it is trained on.
 */
final class TrainingData {

    private TrainingData() {}

    /**
     * Computes the rows. Events without an outcome are left out.
     *
     * @param history a CSV file that serves all of the pipeline's sources, in event-time order
     */
    static LabelledRows of(Pipeline pipeline, Path history) throws IOException {
        return of(pipeline, history, outcomes(pipeline, history));
    }

    /** The same, with outcomes (0 or 1) by event id. */
    static LabelledRows of(Pipeline pipeline, Path history, Map<String, Float> outcomes) throws IOException {
        Map<String, Path> files = new HashMap<>();
        pipeline.features().sources().keySet().forEach(source -> files.put(source, history));
        try (LabelledSink sink = new LabelledSink(pipeline.inputs().size(), outcomes)) {
            int threads = Runtime.getRuntime().availableProcessors();
            new FileBackfill(EventFiles.CSV, pipeline.runtime().partitions())
                    .run(pipeline.features(), pipeline.vector(), files, sink, threads, Progress.NONE);
            return sink.rows;
        }
    }

    private static Map<String, Float> outcomes(Pipeline pipeline, Path history) throws IOException {
        LabelsDefinition labels = pipeline.labels()
                .orElseThrow(() -> new IllegalArgumentException(
                        "pipeline " + pipeline.name() + " has no section 'labels' to learn from"));
        SourceDefinition source = pipeline.features().source(labels.source());
        int outcome = source.schema().indexOf(labels.outcome());
        Map<String, Float> outcomes = new HashMap<>();
        try (CsvEvents events = CsvEvents.open(history, source)) {
            while (events.hasNext()) {
                Event event = events.next();
                if (!event.isNull(outcome)) {
                    outcomes.put(event.id(), (float) event.numberAt(outcome));
                }
            }
        }
        return outcomes;
    }

    private static final class LabelledSink implements FeatureSink {

        private final LabelledRows rows;
        private final Map<String, Float> outcomes;

        LabelledSink(int columns, Map<String, Float> outcomes) {
            this.rows = new LabelledRows(columns);
            this.outcomes = outcomes;
        }

        @Override
        public void write(String id, long timeMs, FeatureValues vector) {
            Float outcome = outcomes.get(id);
            if (outcome != null) {
                rows.add(timeMs, vector, outcome);
            }
        }

        @Override
        public void close() {}
    }
}
