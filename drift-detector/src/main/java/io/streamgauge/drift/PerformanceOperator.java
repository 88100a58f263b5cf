package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.definition.PerformanceDefinition;
import io.streamgauge.drift.labels.PerformanceMetric;
import io.streamgauge.drift.labels.PerformanceState;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.labels.ScoredEvent;
import io.streamgauge.drift.labels.Subject;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.state.PerformanceCodec;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link PerformanceWatch} inside Flink: predictions and labels meet in one subtask, which holds the watch in memory and writes it to
 * each checkpoint, in bytes of our own. Nothing is judged before the predictions themselves have come so far, idle or not. Figures leave by the main output, alerts and retraining events as {@link DetectFunction}'s do.
 */
final class PerformanceOperator extends AbstractStreamOperator<OutgoingRecord>
        implements TwoInputStreamOperator<VariantRow, LabelRow, OutgoingRecord> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(PerformanceOperator.class);

    private final String pipeline;
    private final DriftDefinition drift;
    private final PerformanceDefinition definition;
    private final Duration labelLateness;
    private final RegistryFactory registry;
    private long predictionsMs = Long.MIN_VALUE;
    private long bothMs = Long.MIN_VALUE;
    private transient @Nullable PerformanceWatch watch;
    private transient @Nullable DriftRecords records;
    private transient @Nullable ListState<byte[]> saved;

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
    }

    @Override
    public void processElement1(StreamRecord<VariantRow> element) {
        VariantRow row = element.getValue();
        // Late predictions are counted where features are sampled.
        watch().predicted(
                        row.feedPartition,
                        new ScoredEvent(
                                new Subject(ModelKeys.split(row.model), row.variant),
                                row.eventId,
                                row.eventTimeMs,
                                new OffsetRanges.Partition(row.sourceTopic, row.sourcePartition),
                                row.sourceOffset,
                                row.score,
                                row.decided,
                                List.of(row.groups)));
    }

    @Override
    public void processElement2(StreamRecord<LabelRow> element) {
        LabelRow label = element.getValue();
        watch().labelled(label.partition, label.offset, label.timeMs, label.eventId, label.outcome);
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

    /**
     * No further than the predictions are: while they are idle the labels alone move the clock, and what scoring still has to catch up
     * with is in windows that must not be judged before it has come.
     */
    private void advance() {
        emit(watch().advance(Math.min(bothMs, predictionsMs)));
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
        saved = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>(
                        "performance", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        PerformanceState state = new PerformanceState();
        for (byte[] bytes : saved.get()) {
            state = codec().decode(bytes).orElseGet(() -> {
                LOGGER.warn("drift.window or the kind of outcomes has changed: the watch over performance begins anew");
                return new PerformanceState();
            });
        }
        watch = new PerformanceWatch(pipeline, drift, definition, labelLateness, state);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (saved == null) {
            throw new IllegalStateException("not initialised");
        }
        saved.update(List.of(codec().encode(watch().state())));
    }

    private PerformanceCodec codec() {
        return new PerformanceCodec(drift.window().toMillis(), definition.kind());
    }

    private PerformanceWatch watch() {
        if (watch == null) {
            throw new IllegalStateException("not initialised");
        }
        return watch;
    }
}
