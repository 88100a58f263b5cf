package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.WatchedColumn;
import io.streamgauge.schemas.Prediction;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Predictions of the past through what the drift job computes with: the same rows, windows, lateness, detectors and alert policy, without
 * Flink and without Kafka. The predictions of each partition come in the order of their offsets; how partitions interleave changes
 * nothing, and the same predictions give the same outcomes, to the byte, as the job's.
 *
 * <p>A window is judged when a watermark has passed its end, as in the job: the least clock of all partitions less the lateness, and
 * after the last prediction the greatest, since partitions that are idle hold nobody back; one without any prediction never does. What
 * is open then stays unjudged. Performance with labels is not part of it. Not thread-safe.
 *
 * <p>Memory: as the job's, the windows between the partition furthest behind and the one furthest ahead.
 */
public final class DriftReplay {

    private final DriftDefinition definition;
    private final long fromMs;
    private final long toMs;
    private final PredictionRows rows;
    private final OpenWindows open;
    private final ReplayClocks clocks;
    private final ReplayedWatches watches;
    private long watermarkMs = Long.MIN_VALUE;
    private long endedMs = Long.MIN_VALUE;
    private long added;
    private long late;
    private long correcting;
    private long outside;
    private long otherVariants;

    /**
     * What is watched.
     *
     * @param pipeline name of the pipeline; alerts have the ids that they have there
     * @param definition its {@code drift} section
     * @param numbers inputs of the model that are numbers, in its order
     * @param texts those that are texts
     * @param outputs further outputs of the model that predictions carry
     * @param profiles where profiles of models are found
     */
    public record Watched(
            String pipeline,
            DriftDefinition definition,
            List<String> numbers,
            List<String> texts,
            List<String> outputs,
            ProfileSource profiles) {

        /** The same of models without profiles. */
        public Watched(
                String pipeline,
                DriftDefinition definition,
                List<String> numbers,
                List<String> texts,
                List<String> outputs) {
            this(pipeline, definition, numbers, texts, outputs, ProfileSource.NONE);
        }

        public Watched {
            numbers = List.copyOf(numbers);
            texts = List.copyOf(texts);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * A replay of what there was between two moments.
     *
     * @param partitions those of the predictions' topic that hold any; one that does, but of which nothing comes, holds back all to the end
     * @param fromMs windows that begin before are left out, with their rows; {@link Long#MIN_VALUE} for none
     * @param toMs windows that end later are left out, with their rows; {@link Long#MAX_VALUE} for none
     * @param out takes each window that was complete; of one model in order of time
     */
    public DriftReplay(Watched watched, Set<Integer> partitions, long fromMs, long toMs, Consumer<ReplayedWindow> out) {
        this(
                watched,
                RowValue.of(watched.definition(), watched.numbers(), watched.texts(), watched.outputs()),
                partitions,
                fromMs,
                toMs,
                out);
    }

    private DriftReplay(
            Watched watched,
            List<RowValue> values,
            Set<Integer> partitions,
            long fromMs,
            long toMs,
            Consumer<ReplayedWindow> out) {
        this.definition = watched.definition();
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.rows = PredictionRows.of(values);
        List<WatchedColumn> columns = values.stream()
                .map(value -> WatchedColumn.of(value.name(), value.text(), definition, value.part()))
                .toList();
        this.watches = new ReplayedWatches(watched.pipeline(), definition, columns, watched.profiles(), out);
        this.open =
                new OpenWindows(definition, values.stream().map(RowValue::name).toList());
        this.clocks = new ReplayClocks(partitions);
    }

    /**
     * Takes the next prediction of a partition. One of another variant than the champion is left out.
     *
     * @param partition of the predictions' topic, from 0
     */
    public void add(Prediction prediction, int partition) {
        if (prediction.getVariant().equals(PredictionDeserializer.CHAMPION)) {
            add(rows.row(prediction, partition));
        } else {
            otherVariants++;
        }
    }

    void add(ScoredRow row) {
        long stepStartMs = definition.stepStartMs(row.eventTimeMs);
        if (definition.windowStartMs(row.eventTimeMs) < fromMs
                || stepStartMs + definition.step().toMillis() > toMs) {
            open.moveClock(row);
            outside++;
        } else {
            switch (open.add(row, watermarkMs)) {
                case ON_TIME -> added++;
                case LATE -> correcting++;
                case TOO_LATE -> late++;
            }
        }
        if (clocks.move(row.feedPartition, row.eventTimeMs)) {
            advance(clocks.leastMs());
        }
    }

    /** There is no further prediction. */
    public void end() {
        advance(clocks.greatestMs());
    }

    private void advance(long clockMs) {
        if (clockMs == ReplayClocks.NONE) {
            return;
        }
        // What Flink's watermarks for bounded disorder are: nothing at or before one comes any more.
        long toWatermarkMs = clockMs - definition.lateness().toMillis() - 1;
        long endMs = definition.stepStartMs(toWatermarkMs + 1);
        if (endMs > endedMs) {
            watermarkMs = toWatermarkMs;
            endedMs = endMs;
            open.close(watermarkMs, (model, startMs, step) -> watches.of(model).add(startMs, step));
            open.releaseLate((model, startMs, part) -> watches.of(model).addLate(startMs, part));
            watches.judge(Math.min(endedMs, toMs), endedMs);
        }
    }

    /** Predictions that entered a window; all others are {@link #late}, {@link #correcting}, {@link #outside} or {@link #otherVariants}. */
    public long added() {
        return added;
    }

    /** Predictions that came too late for theirs and correct nothing. */
    public long late() {
        return late;
    }

    /** Predictions that came too late for theirs, but not to correct what was said of it. */
    public long correcting() {
        return correcting;
    }

    /** Predictions of windows that were not asked for. */
    public long outside() {
        return outside;
    }

    /** Predictions of other variants than the champion, which are not watched. */
    public long otherVariants() {
        return otherVariants;
    }

    /** Predictions in windows that were still open at the end, or by count never full, of all that entered one. */
    public long open() {
        return open.rows() + watches.countedRows();
    }
}
