package io.streamgauge.drift;

import io.streamgauge.drift.policy.AlertState;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.Succession;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.SummaryCodec;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one model: merges the parts of a window, and when the watermark has passed its end gives it to the
 * {@link KeyedDetector}. Metrics leave by the main output, the rest by side outputs, as bytes ready for their topics.
 *
 * <p>Keyed by model, all in one subtask, which also sees when one model takes over from another. State is bytes of our own formats, so that neither Kryo nor a class's shape is ever part of a checkpoint.
 */
final class DetectFunction extends KeyedProcessFunction<String, WindowPart, OutgoingRecord>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;
    private static final TypeInformation<byte[]> BYTES = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

    static final OutputTag<OutgoingRecord> ALERTS = tag("drift-alerts");
    static final OutputTag<OutgoingRecord> RETRAINING = tag("retraining-events");
    static final OutputTag<OutgoingRecord> PROFILES = tag("reference-profiles");

    /** State of the key of signs of life. */
    static final String SILENCE = "silence";

    /** Why an alert is resolved when its model has not predicted for {@code drift.forget}. */
    static final String FORGOTTEN = "The model has not predicted for so long that it is forgotten.";

    private final DriftJobConfig config;
    private final RegistryFactory registry;
    private transient Tools tools;

    @SuppressWarnings("NullAway.Init")
    private transient DetectMemory memory;

    /** What is made when the function opens, since none of it travels. */
    private record Tools(
            KeptSteps steps,
            KeyedDetector detector,
            KeyedCorrections corrections,
            SilenceWatch silence,
            DriftRecords records) {}

    @SuppressWarnings("NullAway.Init")
    DetectFunction(DriftJobConfig config, RegistryFactory registry) {
        this.config = config;
        this.registry = registry;
    }

    private static OutputTag<OutgoingRecord> tag(String name) {
        return new OutputTag<>(name, TypeInformation.of(OutgoingRecord.class));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        memory = DetectMemory.restored(context, config);
    }

    @Override
    public void open(OpenContext context) {
        int width = config.features().size();
        DriftRecords records = new DriftRecords(config.pipeline(), registry.open());
        KeyedCorrections corrections =
                new KeyedCorrections(config.definition(), width, memory.correctedSince(), getRuntimeContext());
        tools = new Tools(
                new KeptSteps(config.definition(), Columns.of(config.features()), getRuntimeContext()),
                new KeyedDetector(config, memory, corrections, getRuntimeContext()),
                corrections,
                new SilenceWatch(
                        config.pipeline(),
                        config.definition().watch().absence().tell(),
                        getRuntimeContext().getState(new ValueStateDescriptor<>(SILENCE, BYTES)),
                        records),
                records);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        memory.snapshot();
    }

    @Override
    public void processElement(WindowPart part, Context context, Collector<OutgoingRecord> out) throws Exception {
        if (part.model.equals(SilenceWatch.KEY)) {
            tools.silence().alive(part, context);
            return;
        }
        if (part.model.equals(PartitionReport.KEY)) {
            PartitionReport.tell(
                    memory.partitions(), part, judgedToMs(context.timerService().currentWatermark()));
            return;
        }
        WindowSummary summary = SummaryCodec.decode(part.summary);
        Long closedMs = tools.steps().closedMs();
        if (part.late || (closedMs != null && part.windowStartMs <= closedMs)) {
            long passedMs = Math.max(
                    judgedToMs(context.timerService().currentWatermark()),
                    memory.partitions().judgedToMs());
            tools.corrections().take(part.windowStartMs, summary, passedMs, context.timerService());
            return;
        }
        ModelKey model = ModelKeys.split(context.getCurrentKey());
        if (closedMs != null) {
            memory.succession().unknownSince(model, closedMs + stepMs());
        }
        memory.succession().seen(model, part.windowStartMs);
        tools.steps().add(model, part.windowStartMs, summary);
        for (long endMs = part.windowStartMs + stepMs(); endMs <= part.windowStartMs + windowMs(); endMs += stepMs()) {
            context.timerService().registerEventTimeTimer(endMs - 1);
        }
    }

    @Override
    public void onTimer(long timestampMs, OnTimerContext context, Collector<OutgoingRecord> out) throws Exception {
        if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
            tools.silence().timer(timestampMs, context);
            return;
        }
        KeyedDetector.Moment moment = new KeyedDetector.Moment(
                ModelKeys.split(context.getCurrentKey()),
                timestampMs + 1,
                context.timerService(),
                new DetectOutput(tools.records(), config.features(), context, out));
        close(moment);
        correct(moment);
    }

    /** Judges the window that ends at a moment. */
    private void close(KeyedDetector.Moment end) throws Exception {
        long lastStepMs = end.ms() - stepMs();
        release(end);
        if (config.definition().corrects()) {
            tools.corrections().closed(lastStepMs, tools.steps().stored(lastStepMs), end.timers());
        }
        WindowSummary window = config.definition().byCount()
                ? tools.steps().slice(lastStepMs)
                : tools.steps().window(end.model(), end.ms() - windowMs());
        Long lastEndMs = lastEndMs();
        if (lastEndMs != null && isGone(lastEndMs, window == null ? end.ms() + 1 : end.ms())) {
            // At the end of a bounded stream the watermark passes all time, which alone is no absence.
            if (window != null || end.timers().currentWatermark() < Long.MAX_VALUE) {
                forget(end, lastEndMs);
            }
            lastEndMs = null;
        }
        if (window != null) {
            judge(end, window, lastEndMs);
            tools.corrections().gapEnded();
            tools.steps().close(lastStepMs);
            end.timers().registerEventTimeTimer(end.ms() + forgetMs() - 1);
        } else if (lastEndMs != null) {
            // The document may have asked for an earlier moment when the timer was set, or there was none.
            end.timers().registerEventTimeTimer(lastEndMs + forgetMs() - 1);
        }
    }

    /**
     * Judges a window, or takes a slice into one by count, unless another model has taken over.
     *
     * @param lastEndMs end of the window judged last; null when none was
     */
    private void judge(KeyedDetector.Moment end, WindowSummary window, @Nullable Long lastEndMs) throws Exception {
        long lastStepMs = end.ms() - stepMs();
        if (memory.succession().replaced(end.model(), lastStepMs)) {
            tools.corrections().skipped(end.ms() - windowMs(), end.timers());
        } else if (config.definition().byCount()) {
            CountedWindow counted = tools.steps().counted(end.model(), lastStepMs, window);
            if (counted != null) {
                AlertState anew = tools.detector().alertsOfOtherInputs(end);
                tools.detector().judge(end, counted.startMs(), end.ms(), counted.summary(), anew);
            }
        } else {
            AlertState anew = tools.detector().alertsOfOtherInputs(end);
            if (anew == null && lastEndMs != null) {
                tools.detector().judgeGap(end, lastEndMs);
            }
            tools.detector().judge(end, end.ms() - windowMs(), end.ms(), window, anew);
        }
    }

    /** Judges the window once more that is corrected at a moment, if late predictions came for it. Alerts stay as they are. */
    private void correct(KeyedDetector.Moment at) throws IOException {
        WindowVerdict verdict = tools.corrections()
                .correct(
                        at.model(),
                        at.ms(),
                        lastEndMs(),
                        (startMs, late) -> tools.detector().revised(at, startMs, late));
        if (verdict != null) {
            at.out().add(at.model(), verdict);
        }
    }

    /** Moments still to come at which something of the current model is corrected or forgotten, as another run left it. */
    List<Long> correctionMoments(String model) throws IOException {
        return tools.corrections().restored(model, memory.partitions().judgedToMs());
    }

    /** Resolves what is open of models that others have taken over from. */
    private void release(KeyedDetector.Moment end) {
        long lastStepMs = end.ms() - stepMs();
        memory.succession().forgetBefore(lastStepMs);
        for (Succession.Released released : memory.succession().release(lastStepMs, end.ms() - windowMs(), end.ms())) {
            end.out().add(released.model(), released.change());
        }
    }

    /** Whether a model whose last window ended at a moment is to be forgotten before another. */
    private boolean isGone(long lastEndMs, long beforeMs) {
        return beforeMs > lastEndMs + forgetMs();
    }

    /** Forgets a model that has not predicted for long; {@code lastEndMs} is the end of its last window. */
    private void forget(KeyedDetector.Moment at, long lastEndMs) throws Exception {
        tools.detector().forget(at, lastEndMs);
        tools.corrections().gapEnded();
        tools.steps().forget(at.model(), lastEndMs);
        memory.succession().forget(at.model());
    }

    /** The timer to forget the current model with; null when nothing was judged of it. Older checkpoints have models without. */
    @Nullable
    Long forgetTimerMs() throws IOException {
        Long lastEndMs = lastEndMs();
        if (lastEndMs != null) {
            memory.correctedSince().judgedBefore(lastEndMs);
        }
        return lastEndMs == null ? null : lastEndMs + forgetMs() - 1;
    }

    /** A watermark has come, and all that it ends is judged. */
    void passed(long watermarkMs) {
        memory.partitions().passed(judgedToMs(watermarkMs));
    }

    /** Whether an alert about silence is open that nobody watches for any more. */
    boolean resolvesSilence() throws IOException {
        return tools.silence().isLeftOpen();
    }

    /** End of the windows that are judged once a watermark has come. */
    private long judgedToMs(long watermarkMs) {
        boolean noTime = watermarkMs == Long.MIN_VALUE || watermarkMs == Long.MAX_VALUE;
        return noTime ? watermarkMs : config.definition().stepStartMs(watermarkMs + 1);
    }

    /** End of the window of the current model that was judged last; null when none was, or it is forgotten. */
    private @Nullable Long lastEndMs() throws IOException {
        Long closedMs = tools.steps().closedMs();
        return closedMs == null ? null : Long.valueOf(closedMs + stepMs());
    }

    private long stepMs() {
        return config.definition().step().toMillis();
    }

    private long forgetMs() {
        return GapWindows.forgetMs(config.definition());
    }

    private long windowMs() {
        return config.definition().window().toMillis();
    }
}
