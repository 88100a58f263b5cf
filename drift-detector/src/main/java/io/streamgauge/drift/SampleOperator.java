package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import io.streamgauge.schemas.config.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Summarises the rows that reach one subtask, window by window, before anything crosses the network: a window leaves as one
 * record when the watermark passes its end. Windows that overlap are cut into the steps they are made of, which are windows here.
 *
 * <p>{@link OpenWindows} counts, and decides which rows are late: those that correct a verdict leave apart, each time a window closes; those that
 * come too late for that are {@linkplain JobCount counted} and enter no window. A row may also find its window closed because its partition was idle for long: {@link PartitionReport} tells how far each has come.
 *
 * <p>State: the open windows and what came late and is not sent, which any subtask may take over, since summaries merge; and the latest event time and the change detectors of each
 * partition, which every subtask is told of, since partitions may move.
 */
final class SampleOperator extends AbstractStreamOperator<WindowPart>
        implements OneInputStreamOperator<ScoredRow, WindowPart> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = LoggerFactory.getLogger(SampleOperator.class);

    private final DriftDefinition definition;
    private final List<String> values;
    private final Columns columns;
    private long watermarkMs = Long.MIN_VALUE;
    private long nextSignMs = Long.MIN_VALUE;
    private long toldToMs = Long.MIN_VALUE;
    private long lateToldToMs = Long.MIN_VALUE;
    private final TreeMap<Integer, Long> restoredMs = new TreeMap<>();
    private transient @Nullable JobCount late;
    private transient @Nullable JobCount incomplete;
    private transient @Nullable OpenWindows windows;
    private transient @Nullable ListState<DetectorPart> detectorParts;
    private transient @Nullable ListState<WindowPart> openWindows;
    private transient @Nullable ListState<Tuple2<Integer, Long>> partitionClocks;

    /** @param values names of a row's values, in order */
    SampleOperator(DriftDefinition definition, List<String> values) {
        this.definition = definition;
        this.values = List.copyOf(values);
        this.columns = Columns.of(values);
    }

    @Override
    public void open() throws Exception {
        super.open();
        late = JobCount.of(getRuntimeContext(), JobCount.LATE_PREDICTIONS);
        incomplete = JobCount.of(getRuntimeContext(), JobCount.INCOMPLETE_WINDOWS);
    }

    @Override
    public void processElement(StreamRecord<ScoredRow> element) {
        ScoredRow row = element.getValue();
        sign(row);
        if (windows().add(row, watermarkMs) == OpenWindows.Entry.TOO_LATE) {
            countLate(row);
        }
    }

    /** Sends a sign of life, unless the last was sent a short while ago. */
    private void sign(ScoredRow row) {
        Duration patience = definition.watch().absence().tell();
        if (patience == null) {
            return;
        }
        long nowMs = getProcessingTimeService().getCurrentProcessingTime();
        long betweenMs = patience.toMillis() / SilenceWatch.SIGNS;
        boolean clockSetBack = nextSignMs - nowMs > betweenMs;
        if (nowMs >= nextSignMs || clockSetBack) {
            nextSignMs = nowMs + betweenMs;
            output.collect(new StreamRecord<>(SilenceWatch.sign(row.model, row.eventTimeMs), row.eventTimeMs));
        }
    }

    private OpenWindows windows() {
        if (windows == null) {
            throw new IllegalStateException("not initialised");
        }
        return windows;
    }

    private void countLate(ScoredRow row) {
        if (late == null) {
            throw new IllegalStateException("not open");
        }
        if (late.add(1)) {
            LOGGER.atWarn()
                    .addKeyValue("record", row.sourceTopic + "-" + row.sourcePartition + "@" + row.sourceOffset)
                    .log(
                            "the prediction of an event of {} is late and enters no window: partition {} of the predictions has come to"
                                    + " {}, and drift.lateness is {}; further ones are only counted",
                            Instant.ofEpochMilli(row.eventTimeMs),
                            row.feedPartition,
                            Instant.ofEpochMilli(windows().clocks().getOrDefault(row.feedPartition, row.eventTimeMs)),
                            Durations.format(definition.lateness()));
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermarkMs = mark.getTimestamp();
        windows().close(watermarkMs, this::emit);
        long firstOpenMs = windows().firstOpenMs(watermarkMs);
        if (firstOpenMs > lateToldToMs) {
            lateToldToMs = firstOpenMs;
            windows().releaseLate(this::sendLate);
        }
        tellProgress();
        super.processWatermark(mark);
    }

    /**
     * When nothing is left to read here, windows close elsewhere without waiting: what there is of them is sent at once, since it would be late
     * when the next row comes.
     */
    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        tellRestored();
        if (status.isIdle()) {
            windows().release(this::send);
            windows().releaseLate(this::sendLate);
            send(PartitionReport.idle(windows().progress()));
        }
        super.processWatermarkStatus(status);
    }

    /** Tells how far the partitions read here have come, once windows have closed. */
    private void tellProgress() {
        long firstOpenMs = windows().firstOpenMs(watermarkMs);
        if (firstOpenMs > toldToMs && firstOpenMs != Long.MAX_VALUE) {
            toldToMs = firstOpenMs;
            tellRestored();
            send(PartitionReport.closed(firstOpenMs, windows().progress()));
        }
    }

    /** Tells once what was known when the state was written. */
    private void tellRestored() {
        if (!restoredMs.isEmpty()) {
            send(PartitionReport.restored(restoredMs));
            restoredMs.clear();
        }
    }

    private void send(WindowPart report) {
        output.collect(new StreamRecord<>(report));
    }

    /** A window that closed because a partition was idle lacks what that partition brings later: it is counted, and the first is told. */
    private void countIncomplete(String model, long windowEndMs) {
        SortedSet<Integer> behind = watermarkMs == Long.MAX_VALUE
                ? Collections.emptySortedSet()
                : windows().behind(windowEndMs);
        if (behind.isEmpty() || incomplete == null) {
            return;
        }
        if (incomplete.add(1)) {
            LOGGER.warn(
                    "the window of {} that ends at {} closes without partitions {} of the predictions, which have been idle; further"
                            + " ones are only counted",
                    ModelKeys.split(model),
                    Instant.ofEpochMilli(windowEndMs),
                    behind);
        }
    }

    private void emit(String model, long windowStartMs, WindowSummary summary) {
        countIncomplete(model, windowStartMs + definition.step().toMillis());
        send(model, windowStartMs, summary);
    }

    private void send(String model, long windowStartMs, WindowSummary summary) {
        WindowPart part = WindowPart.of(model, windowStartMs, columns.encode(summary));
        output.collect(
                new StreamRecord<>(part, windowStartMs + definition.step().toMillis() - 1));
    }

    private void sendLate(String model, long windowStartMs, WindowSummary summary) {
        send(WindowPart.ofLate(model, windowStartMs, columns.encode(summary)));
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        openWindows = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("open-windows", TypeInformation.of(WindowPart.class)));
        partitionClocks = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("partition-clocks", Types.TUPLE(Types.INT, Types.LONG)));
        detectorParts = context.getOperatorStateStore()
                .getUnionListState(
                        new ListStateDescriptor<>("change-detectors", TypeInformation.of(DetectorPart.class)));
        OpenWindows restored = new OpenWindows(definition, values);
        windows = restored;
        for (DetectorPart part : detectorParts.get()) {
            restored.detectors().restore(part);
        }
        for (WindowPart part : openWindows.get()) {
            restore(part, columns.decode(part.summary));
        }
        for (Tuple2<Integer, Long> clock : partitionClocks.get()) {
            restored.restoreClock(clock.f0, clock.f1);
        }
        restoredMs.putAll(restored.clocks());
    }

    /** Windows of another length, or of a model with other inputs than the one now watched, cannot be completed. */
    private void restore(WindowPart part, @Nullable WindowSummary summary) {
        if (summary == null || definition.stepStartMs(part.windowStartMs) != part.windowStartMs) {
            LOGGER.warn(
                    "inputs or drift.window have changed: the {} predictions of {} in the window open at the stop are left out",
                    SummaryCodec.decode(part.summary).rows(),
                    ModelKeys.split(part.model));
            return;
        }
        if (part.late && !definition.corrects()) {
            LOGGER.warn(
                    "drift.corrections is gone: the {} late predictions of {} that were kept at the stop correct nothing",
                    summary.rows(),
                    ModelKeys.split(part.model));
        } else if (part.late) {
            windows().restoreLate(part.model, part.windowStartMs, summary);
        } else {
            windows().restore(part.model, part.windowStartMs, summary);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (openWindows == null || partitionClocks == null || detectorParts == null) {
            throw new IllegalStateException("not initialised");
        }
        List<WindowPart> open = new ArrayList<>();
        windows()
                .forEach((model, startMs, summary) -> open.add(WindowPart.of(model, startMs, columns.encode(summary))));
        windows()
                .forEachLate((model, startMs, summary) ->
                        open.add(WindowPart.ofLate(model, startMs, columns.encode(summary))));
        openWindows.update(open);
        windows().detectors().forget(windows().clocks(), definition.lateness().toMillis());
        TaskInfo task = getRuntimeContext().getTaskInfo();
        detectorParts.update(windows()
                .detectors()
                .snapshot(partition -> partition % task.getNumberOfParallelSubtasks() == task.getIndexOfThisSubtask()));
        partitionClocks.clear();
        for (Map.Entry<Integer, Long> clock : windows().clocks().entrySet()) {
            partitionClocks.add(Tuple2.of(clock.getKey(), clock.getValue()));
        }
    }
}
