package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.labels.LabelFate;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.schemas.Prediction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Predictions and labels of the past through the drift job's watch over performance, without Flink and without Kafka: the same rows, wait,
 * corrections and lateness. The predictions and the labels of each partition come in the order of their offsets; how partitions interleave
 * changes nothing, and the same offsets give what the job publishes of them, to the byte. Labels are best handed over when about as
 * much of the predictions has been: those far ahead wait, and of too many some are let go, as in the job.
 *
 * <p>A partition without any record holds nobody back, as in a job in which it has fallen idle; where there is no label at all, windows are
 * told by the predictions' clock less the lateness of labels. After the last record no partition holds any back: windows are told by the
 * greatest clock of both, or by the predictions' less the lateness of labels, whichever is further. What is not due then stays untold.
 * Not thread-safe.
 *
 * <p>Memory: as the job's, the windows whose outcomes are waited for or may be corrected.
 */
public final class PerformanceReplay {

    /** Clocks are looked at this often in a window; it decides how soon memory is given back, and nothing else. */
    private static final int LOOKS_PER_WINDOW = 16;

    private final DriftDefinition drift;
    private final long labelLatenessMs;
    private final long fromMs;
    private final long toMs;
    private final Consumer<PerformanceWatch.Published> out;
    private final VariantRows rows;
    private final PerformanceState state = new PerformanceState();
    private final PerformanceWatch watch;
    private final ReplayClocks predictionClocks;
    private final ReplayClocks labelClocks;
    private final Map<LabelFate, Long> fates = new EnumMap<>(LabelFate.class);
    private long lookedMs = Long.MIN_VALUE;
    private long labels;

    /**
     * A replay of the windows between two moments.
     *
     * @param pipeline its name; alerts have the ids that they have there
     * @param drift its {@code drift} section, with performance
     * @param labelLateness how far behind its partition's latest a label is not late
     * @param partitions those of the predictions' topic that hold any
     * @param labelPartitions those of the labels' topic that hold any
     * @param fromMs windows that begin before are left out; {@link Long#MIN_VALUE} for none
     * @param toMs windows that end later are left out, though not the labels that come later; {@link Long#MAX_VALUE} for none
     * @param out takes what is published, in order of time
     * @throws IllegalArgumentException when the section does not follow performance
     */
    public PerformanceReplay(
            String pipeline,
            DriftDefinition drift,
            Duration labelLateness,
            Set<Integer> partitions,
            Set<Integer> labelPartitions,
            long fromMs,
            long toMs,
            Consumer<PerformanceWatch.Published> out) {
        PerformanceDefinition performance = drift.performance();
        if (performance == null) {
            throw new IllegalArgumentException("the section 'drift' has no 'performance'");
        }
        this.drift = drift;
        this.labelLatenessMs = labelLateness.toMillis();
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.out = out;
        this.rows = new VariantRows(performance);
        this.watch = new PerformanceWatch(pipeline, drift, performance, labelLateness, state);
        this.predictionClocks = new ReplayClocks(partitions);
        this.labelClocks = new ReplayClocks(labelPartitions);
    }

    /**
     * Takes the next prediction of a partition, with what every variant said.
     *
     * @param partition of the predictions' topic, from 0
     */
    public void add(Prediction prediction, int partition) {
        rows.rows(prediction, partition).forEach(this::add);
    }

    void add(VariantRow row) {
        long startMs = drift.windowStartMs(row.eventTimeMs);
        if (startMs < fromMs || startMs + drift.window().toMillis() > toMs) {
            state.predictionClocks().merge(row.feedPartition, row.eventTimeMs, Math::max);
        } else {
            watch.predicted(row.feedPartition, PerformanceOperator.event(row));
        }
        move(predictionClocks, row.feedPartition, row.eventTimeMs);
    }

    /** Takes the next label of its partition, from 0. */
    public void add(LabelRow label) {
        labels++;
        fates.merge(
                watch.labelled(label.partition, label.offset, label.timeMs, label.eventId, label.outcome),
                1L,
                Long::sum);
        move(labelClocks, label.partition, label.timeMs);
    }

    private void move(ReplayClocks clocks, int partition, long timeMs) {
        if (!clocks.move(partition, timeMs)) {
            return;
        }
        long predictedMs =
                watermarkMs(predictionClocks.leastMs(), drift.lateness().toMillis());
        if (predictedMs == Long.MIN_VALUE) {
            return;
        }
        long labelledMs = labelClocks.isEmpty()
                ? predictedMs - labelLatenessMs
                : watermarkMs(labelClocks.leastMs(), labelLatenessMs);
        long bothMs = Math.min(predictedMs, labelledMs);
        if (bothMs != Long.MIN_VALUE && Math.floorDiv(bothMs, lookEveryMs()) > Math.floorDiv(lookedMs, lookEveryMs())) {
            lookedMs = bothMs;
            advance(predictedMs, bothMs);
        }
    }

    private long lookEveryMs() {
        return Math.max(1, drift.window().toMillis() / LOOKS_PER_WINDOW);
    }

    /** There is no further prediction, and no further label. */
    public void end() {
        long predictedMs =
                watermarkMs(predictionClocks.greatestMs(), drift.lateness().toMillis());
        if (predictedMs != Long.MIN_VALUE) {
            long labelledMs = watermarkMs(labelClocks.greatestMs(), labelLatenessMs);
            advance(predictedMs, Math.max(Math.min(predictedMs, labelledMs), predictedMs - labelLatenessMs));
        }
    }

    private void advance(long predictedMs, long bothMs) {
        watch.predictionsTo(predictedMs).forEach(out);
        watch.advance(bothMs).forEach(out);
    }

    /** What Flink's watermarks for bounded disorder are: nothing at or before one comes any more. */
    private static long watermarkMs(long clockMs, long latenessMs) {
        return clockMs == Long.MIN_VALUE ? clockMs : clockMs - latenessMs - 1;
    }

    /** Windows that are held, of all variants. */
    int held() {
        return state.subjects().values().stream()
                .mapToInt(subject -> subject.windows().size())
                .sum();
    }

    /** Labels taken. */
    public long labels() {
        return labels;
    }

    /** Labels of which this became. */
    public long labels(LabelFate fate) {
        return fates.getOrDefault(fate, 0L);
    }
}
