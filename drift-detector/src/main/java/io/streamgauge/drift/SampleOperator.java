package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Summarises the rows that reach one subtask, window by window, before anything crosses the network: a window leaves as one
 * record when the watermark passes its end. Windows that overlap are cut into the steps they are made of, which are windows here.
 *
 * <p>A row is late when its event time is more than {@code lateness} behind the latest seen in its partition of the
 * predictions topic; decided in offset order, so a replay decides the same. A row may also find its window closed because its
 * partition was idle for long. Both are {@linkplain LateCount counted} and enter no
 * window.
 *
 * <p>State: the open windows, which any subtask may take over, since summaries merge; and the latest event time and the change detectors of each
 * partition, which every subtask is told of, since partitions may move.
 */
final class SampleOperator extends AbstractStreamOperator<WindowPart>
        implements OneInputStreamOperator<ScoredRow, WindowPart> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = LoggerFactory.getLogger(SampleOperator.class);

    private final DriftDefinition definition;
    private final List<String> values;
    private final int width;
    private final Map<String, SortedMap<Long, WindowSummary>> windowsByModel = new TreeMap<>();
    private final Map<Integer, Long> latestMsByPartition = new HashMap<>();
    private long watermarkMs = Long.MIN_VALUE;
    private transient @Nullable LateCount late;
    private transient @Nullable ChangeDetectors detectors;
    private transient @Nullable ListState<DetectorPart> detectorParts;
    private transient @Nullable ListState<WindowPart> openWindows;
    private transient @Nullable ListState<Tuple2<Integer, Long>> partitionClocks;

    /** @param values names of a row's values, in order */
    SampleOperator(DriftDefinition definition, List<String> values) {
        this.definition = definition;
        this.values = List.copyOf(values);
        this.width = values.size();
    }

    @Override
    public void open() throws Exception {
        super.open();
        late = LateCount.of(getRuntimeContext());
    }

    @Override
    public void processElement(StreamRecord<ScoredRow> element) {
        ScoredRow row = element.getValue();
        long stepStartMs = definition.stepStartMs(row.eventTimeMs);
        if (isLate(row) || isClosed(stepStartMs, watermarkMs)) {
            countLate(row);
            return;
        }
        WindowSummary window = windowsByModel
                .computeIfAbsent(row.model, model -> new TreeMap<>())
                .computeIfAbsent(stepStartMs, start -> new WindowSummary(width, DriftDetector.WINDOW_ROWS));
        window.add(
                definition.windowStartMs(row.eventTimeMs),
                new OffsetRanges.Partition(row.sourceTopic, row.sourcePartition),
                row.sourceOffset,
                row.values,
                row.texts);
        if (detectors != null) {
            detectors.add(row).forEach(window::addDetection);
        }
    }

    private void countLate(ScoredRow row) {
        if (late == null) {
            throw new IllegalStateException("not open");
        }
        if (late.add(1)) {
            LOGGER.warn(
                    "the prediction of offset {} of {}-{} is late and enters no window; further ones are only counted",
                    row.sourceOffset,
                    row.sourceTopic,
                    row.sourcePartition);
        }
    }

    private boolean isLate(ScoredRow row) {
        long latestMs = latestMsByPartition.merge(row.feedPartition, row.eventTimeMs, Math::max);
        return row.eventTimeMs < latestMs - definition.lateness().toMillis();
    }

    private boolean isClosed(long windowStartMs, long atMs) {
        return windowStartMs < firstOpenMs(atMs);
    }

    /** Start of the earliest window that a watermark leaves open: no row at or before the watermark will come any more. */
    private long firstOpenMs(long atMs) {
        boolean noTime = atMs == Long.MIN_VALUE || atMs == Long.MAX_VALUE;
        return noTime ? atMs : definition.stepStartMs(atMs + 1);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermarkMs = mark.getTimestamp();
        windowsByModel.forEach((model, windows) -> {
            SortedMap<Long, WindowSummary> closed = windows.headMap(firstOpenMs(watermarkMs));
            closed.forEach((windowStartMs, summary) -> emit(model, windowStartMs, summary));
            closed.clear();
        });
        super.processWatermark(mark);
    }

    private void emit(String model, long windowStartMs, WindowSummary summary) {
        WindowPart part = WindowPart.of(model, windowStartMs, SummaryCodec.encode(summary));
        output.collect(
                new StreamRecord<>(part, windowStartMs + definition.step().toMillis() - 1));
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
        ChangeDetectors restored = new ChangeDetectors(definition.watch().detectors(), values);
        for (DetectorPart part : detectorParts.get()) {
            restored.restore(part);
        }
        detectors = restored;
        for (WindowPart part : openWindows.get()) {
            restore(part, SummaryCodec.decode(part.summary));
        }
        for (Tuple2<Integer, Long> clock : partitionClocks.get()) {
            latestMsByPartition.merge(clock.f0, clock.f1, Math::max);
        }
    }

    /** Windows of another length, or of a model with other inputs than the one now watched, cannot be completed. */
    private void restore(WindowPart part, WindowSummary summary) {
        if (summary.width() != width || definition.stepStartMs(part.windowStartMs) != part.windowStartMs) {
            LOGGER.warn(
                    "inputs or drift.window have changed: the {} predictions of {} in the window open at the stop are left out",
                    summary.rows(),
                    ModelKeys.split(part.model));
            return;
        }
        windowsByModel
                .computeIfAbsent(part.model, model -> new TreeMap<>())
                .computeIfAbsent(part.windowStartMs, start -> new WindowSummary(width, DriftDetector.WINDOW_ROWS))
                .merge(summary);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (openWindows == null || partitionClocks == null || detectorParts == null || detectors == null) {
            throw new IllegalStateException("not initialised");
        }
        openWindows.clear();
        for (Map.Entry<String, SortedMap<Long, WindowSummary>> model : windowsByModel.entrySet()) {
            for (Map.Entry<Long, WindowSummary> window : model.getValue().entrySet()) {
                openWindows.add(WindowPart.of(model.getKey(), window.getKey(), SummaryCodec.encode(window.getValue())));
            }
        }
        detectorParts.update(detectors.snapshot());
        partitionClocks.clear();
        for (Map.Entry<Integer, Long> clock : latestMsByPartition.entrySet()) {
            partitionClocks.add(Tuple2.of(clock.getKey(), clock.getValue()));
        }
    }
}
