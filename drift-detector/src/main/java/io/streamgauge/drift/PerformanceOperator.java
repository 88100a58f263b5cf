package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.labels.LabelFate;
import io.streamgauge.drift.labels.PerformanceMetric;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.labels.ScoredEvent;
import io.streamgauge.drift.labels.Subject;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.state.PerformanceCodec;
import io.streamgauge.drift.state.PerformanceParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link PerformanceWatch} inside Flink: predictions and labels meet in one subtask. The watch is in memory, and beside it in keyed state,
 * in {@linkplain PerformanceParts parts} of our own bytes; before a checkpoint those that have changed are written there, so that a backend
 * with incremental checkpoints writes no more. Nothing is judged before the predictions themselves have come so far, idle or not. Figures
 * leave by the main output, alerts and retraining events as {@link DetectFunction}'s do.
 *
 * <p>Labels that have fallen idle hold nobody back, but the lateness of their topic is waited for by the clock of the predictions, so that
 * with {@code wait: 0s} a label as late as its topic allows is not lost.
 */
final class PerformanceOperator extends AbstractStreamOperator<OutgoingRecord>
        implements TwoInputStreamOperator<VariantRow, LabelRow, OutgoingRecord> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(PerformanceOperator.class);

    /** Name of the keyed state. */
    private static final String PARTS = "performance-parts";

    /** Which input the labels are, counted from 0. */
    private static final int LABELS = 1;

    /** Key of all rows and labels; those of the state are {@link PerformanceParts}' own. */
    static final String KEY = "";

    private final String pipeline;
    private final DriftDefinition drift;
    private final PerformanceDefinition definition;
    private final Duration labelLateness;
    private final RegistryFactory registry;
    private long predictionsMs = Long.MIN_VALUE;
    private long bothMs = Long.MIN_VALUE;
    private boolean labelsIdle;
    private transient @Nullable PerformanceWatch watch;
    private transient @Nullable DriftRecords records;
    private transient @Nullable LabelCounts counts;
    private transient @Nullable ListState<byte[]> before;
    private transient @Nullable ValueState<byte[]> parts;

    PerformanceOperator(
            String pipeline,
            DriftDefinition drift,
            PerformanceDefinition definition,
            Duration labelLateness,
            RegistryFactory registry) {
        this.pipeline = pipeline;
        this.drift = drift;
        this.definition = definition;
        this.labelLateness = labelLateness;
        this.registry = registry;
    }

    @Override
    public void open() throws Exception {
        super.open();
        records = new DriftRecords(pipeline, registry.open());
        counts = LabelCounts.of(getRuntimeContext());
    }

    @Override
    public void processElement1(StreamRecord<VariantRow> element) {
        VariantRow row = element.getValue();
        // Late predictions are counted where features are sampled.
        watch().predicted(row.feedPartition, event(row));
    }

    static ScoredEvent event(VariantRow row) {
        return new ScoredEvent(
                new Subject(ModelKeys.split(row.model), row.variant),
                row.eventId,
                row.eventTimeMs,
                new OffsetRanges.Partition(row.sourceTopic, row.sourcePartition),
                row.sourceOffset,
                row.score,
                row.decided,
                List.of(row.groups));
    }

    @Override
    public void processElement2(StreamRecord<LabelRow> element) {
        LabelRow label = element.getValue();
        LabelFate fate = watch().labelled(label.partition, label.offset, label.timeMs, label.eventId, label.outcome);
        if (counts == null) {
            throw new IllegalStateException("not open");
        }
        if (counts.add(fate)) {
            LOGGER.warn(
                    "the label of {} at offset {} of partition {} {}; further ones are only counted",
                    label.eventId,
                    label.offset,
                    label.partition,
                    fate == LabelFate.LATE
                            ? "came after the figures of its window could be corrected"
                            : "is one too many of those that wait for their predictions");
        }
    }

    /** What is to be expected is told as soon as the predictions are there, however far behind the labels are. */
    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        predictionsMs = mark.getTimestamp();
        emit(watch().predictionsTo(predictionsMs));
        super.processWatermark1(mark);
        advance();
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        bothMs = mark.getTimestamp();
        advance();
        super.processWatermark(mark);
    }

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
        labelsIdle = input == LABELS ? status.isIdle() : labelsIdle;
        super.processWatermarkStatus(status, input);
    }

    /**
     * No further than the predictions are: while they are idle the labels alone move the clock, and what scoring still has to catch up
     * with is in windows that must not be judged before it has come. While the labels are idle, no further than their lateness behind.
     */
    private void advance() {
        long lateMs = labelsIdle && predictionsMs > Long.MIN_VALUE && predictionsMs < Long.MAX_VALUE
                ? labelLateness.toMillis()
                : 0;
        emit(watch().advance(Math.min(bothMs, predictionsMs - lateMs)));
    }

    private void emit(List<PerformanceWatch.Published> published) {
        if (records == null) {
            throw new IllegalStateException("not open");
        }
        for (PerformanceWatch.Published window : published) {
            long stampMs = window.endMs() - 1;
            for (PerformanceMetric metric : window.metrics()) {
                output.collect(new StreamRecord<>(records.performance(metric), stampMs));
            }
            for (AlertChange change : window.changes()) {
                output.collect(
                        DetectFunction.ALERTS,
                        new StreamRecord<>(records.alert(window.subject().model(), change), stampMs));
            }
            RetrainingRequest retraining = window.retraining();
            if (retraining != null) {
                output.collect(
                        DetectFunction.RETRAINING,
                        new StreamRecord<>(records.retraining(window.subject().model(), retraining), stampMs));
            }
        }
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        before = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>(
                        "performance", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        parts = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>(PARTS, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        watch = new PerformanceWatch(pipeline, drift, definition, labelLateness, restored());
    }

    /** What is known: in parts, or from a checkpoint of before there were parts in one array. */
    private PerformanceState restored() throws Exception {
        if (before == null || parts == null) {
            throw new IllegalStateException("not initialised");
        }
        for (byte[] bytes : before.get()) {
            return begunAnewUnless(new PerformanceCodec(drift.window().toMillis(), definition.kind()).decode(bytes));
        }
        Map<String, byte[]> found = new TreeMap<>();
        for (String key : keys()) {
            setCurrentKey(key);
            found.put(key, parts.value());
        }
        if (found.isEmpty()) {
            return new PerformanceState();
        }
        Optional<PerformanceState> state = codec().read(found);
        if (state.isEmpty()) {
            found.keySet().forEach(store()::remove);
        }
        return begunAnewUnless(state);
    }

    private static PerformanceState begunAnewUnless(Optional<PerformanceState> state) {
        return state.orElseGet(() -> {
            LOGGER.warn("drift.window or the kind of outcomes has changed: the watch over performance begins anew");
            return new PerformanceState();
        });
    }

    private List<String> keys() {
        try (Stream<String> keys = this.<String>getKeyedStateBackend().getKeys(PARTS, VoidNamespace.INSTANCE)) {
            return keys.toList();
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (before == null) {
            throw new IllegalStateException("not initialised");
        }
        codec().write(watch().state(), store());
        before.clear();
    }

    /** The keyed state, one key for each part. */
    private PerformanceParts.Store store() {
        ValueState<byte[]> state = parts;
        if (state == null) {
            throw new IllegalStateException("not initialised");
        }
        return new PerformanceParts.Store() {
            @Override
            public void put(String key, byte[] part) {
                setCurrentKey(key);
                try {
                    state.update(part);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void remove(String key) {
                setCurrentKey(key);
                state.clear();
            }
        };
    }

    private PerformanceParts codec() {
        return new PerformanceParts(drift.window().toMillis(), definition.kind());
    }

    /** What is remembered. */
    PerformanceState state() {
        return watch().state();
    }

    private PerformanceWatch watch() {
        if (watch == null) {
            throw new IllegalStateException("not initialised");
        }
        return watch;
    }
}
