package io.streamgauge.drift;

import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.AlertPolicy;
import io.streamgauge.drift.policy.AlertState;
import io.streamgauge.drift.policy.CorrectionTerms;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.FirstVerdict;
import io.streamgauge.drift.policy.MissingPartitions;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.PartitionWatch;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.Revision;
import io.streamgauge.drift.policy.Succession;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.DetectorCodec;
import io.streamgauge.drift.state.PartitionsCodec;
import io.streamgauge.drift.state.SuccessionCodec;
import io.streamgauge.drift.state.SummaryCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch over one model: merges the parts of a window, and when the watermark has passed its end gives it to the
 * {@link DriftDetector}. Metrics leave by the main output, the rest by side outputs, as bytes ready for their topics.
 *
 * <p>Keyed by model, all in one subtask, which also sees when one model takes over from another. State is bytes of our own formats, so that neither Kryo nor a class's shape is ever part of a checkpoint.
 */
final class DetectFunction extends KeyedProcessFunction<String, WindowPart, OutgoingRecord>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(DetectFunction.class);
    private static final TypeInformation<byte[]> BYTES = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

    static final OutputTag<OutgoingRecord> ALERTS = tag("drift-alerts");
    static final OutputTag<OutgoingRecord> RETRAINING = tag("retraining-events");
    static final OutputTag<OutgoingRecord> PROFILES = tag("reference-profiles");

    /** State of the key of signs of life. */
    static final String SILENCE = "silence";

    /** Why an alert is resolved when its model has not predicted for {@code drift.forget}. */
    static final String FORGOTTEN = "The model has not predicted for so long that it is forgotten.";

    private static final String OTHER_INPUTS = "What is watched of the model has changed: its reference begins anew.";

    private final DriftJobConfig config;
    private final RegistryFactory registry;
    private transient Tools tools;

    @SuppressWarnings("NullAway.Init")
    private transient LeftOutWindows leftOut;

    @SuppressWarnings("NullAway.Init")
    private transient Succession succession;

    @SuppressWarnings("NullAway.Init")
    private transient ListState<byte[]> successionState;

    @SuppressWarnings("NullAway.Init")
    private transient PartitionWatch partitions;

    @SuppressWarnings("NullAway.Init")
    private transient ListState<byte[]> partitionsState;

    @SuppressWarnings("NullAway.Init")
    private transient CorrectedSince correctedSince;

    /** What is made when the function opens, since none of it travels. */
    private record Tools(
            KeptSteps steps,
            ValueState<byte[]> detector,
            DetectorCodec codec,
            DriftRecords records,
            ModelProfiles profiles,
            SilenceWatch silence,
            KeyedCorrections corrections) {}

    @SuppressWarnings("NullAway.Init")
    DetectFunction(DriftJobConfig config, RegistryFactory registry) {
        this.config = config;
        this.registry = registry;
    }

    private static OutputTag<OutgoingRecord> tag(String name) {
        return new OutputTag<>(name, TypeInformation.of(OutgoingRecord.class));
    }

    @Override
    public void open(OpenContext context) {
        DriftRecords records = new DriftRecords(config.pipeline(), registry.open());
        leftOut = LeftOutWindows.of(getRuntimeContext());
        tools = new Tools(
                new KeptSteps(config.definition(), config.features().size(), getRuntimeContext()),
                getRuntimeContext().getState(new ValueStateDescriptor<>("detector", BYTES)),
                new DetectorCodec(config.features()),
                records,
                new ModelProfiles(
                        config.profiles(),
                        config.definition(),
                        config.columns(),
                        ModelProfiles.WAITS,
                        DetectFunction::sleep),
                new SilenceWatch(
                        config.pipeline(),
                        config.definition().watch().absence().tell(),
                        getRuntimeContext().getState(new ValueStateDescriptor<>(SILENCE, BYTES)),
                        records),
                new KeyedCorrections(
                        config.definition(), config.features().size(), correctedSince, getRuntimeContext()));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        successionState = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("succession", BYTES));
        succession = new Succession();
        for (byte[] bytes : successionState.get()) {
            succession.restore(SuccessionCodec.decode(bytes));
        }
        partitionsState = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("partitions", BYTES));
        partitions = new PartitionWatch();
        for (byte[] bytes : partitionsState.get()) {
            partitions.restore(PartitionsCodec.decodeRemembered(bytes));
        }
        correctedSince = CorrectedSince.restored(
                context, CorrectionTerms.of(config.definition(), config.features()), partitions.judgedToMs());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        successionState.update(
                succession.remembered().stream().map(SuccessionCodec::encode).toList());
        partitionsState.update(
                partitions.remembered().stream().map(PartitionsCodec::encode).toList());
        correctedSince.snapshot();
    }

    @Override
    public void processElement(WindowPart part, Context context, Collector<OutgoingRecord> out) throws Exception {
        if (part.model.equals(SilenceWatch.KEY)) {
            tools.silence().alive(part, context);
            return;
        }
        if (part.model.equals(PartitionReport.KEY)) {
            PartitionReport.tell(
                    partitions, part, judgedToMs(context.timerService().currentWatermark()));
            return;
        }
        WindowSummary summary = SummaryCodec.decode(part.summary);
        Long closedMs = tools.steps().closedMs();
        if (part.late || (closedMs != null && part.windowStartMs <= closedMs)) {
            long passedMs = Math.max(judgedToMs(context.timerService().currentWatermark()), partitions.judgedToMs());
            tools.corrections().take(part.windowStartMs, summary, passedMs, context.timerService());
            return;
        }
        if (closedMs != null) {
            succession.unknownSince(ModelKeys.split(context.getCurrentKey()), closedMs + stepMs());
        }
        succession.seen(ModelKeys.split(context.getCurrentKey()), part.windowStartMs);
        tools.steps().add(part.windowStartMs, summary);
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
        long momentMs = timestampMs + 1;
        close(momentMs, context, out);
        correct(momentMs, context, out);
    }

    /** Judges the window that ends at a moment. */
    private void close(long endMs, OnTimerContext context, Collector<OutgoingRecord> out) throws Exception {
        release(endMs, context);
        if (config.definition().corrects()) {
            byte[] step = tools.steps().stored(endMs - stepMs());
            tools.corrections().closed(endMs - stepMs(), step, context.timerService());
        }
        WindowSummary window = config.definition().byCount()
                ? tools.steps().slice(endMs - stepMs())
                : tools.steps().window(context.getCurrentKey(), endMs - windowMs());
        Long closedMs = tools.steps().closedMs();
        if (closedMs != null && isGone(closedMs + stepMs(), window == null ? endMs + 1 : endMs)) {
            // At the end of a bounded stream the watermark passes all time, which alone is no absence.
            if (window != null || context.timerService().currentWatermark() < Long.MAX_VALUE) {
                forget(closedMs + stepMs(), context);
            }
            closedMs = null;
        }
        if (window == null) {
            if (closedMs != null) {
                // The document may have asked for an earlier moment when the timer was set, or there was none.
                context.timerService().registerEventTimeTimer(closedMs + stepMs() + forgetMs() - 1);
            }
            return;
        }
        if (!succession.replaced(ModelKeys.split(context.getCurrentKey()), endMs - stepMs())) {
            if (config.definition().byCount()) {
                CountedWindow counted = tools.steps().counted(context.getCurrentKey(), endMs - stepMs(), window);
                if (counted != null) {
                    AlertState before = alertsOfOtherInputs(endMs, context);
                    judge(counted.startMs(), endMs, counted.summary(), before, context, out);
                }
            } else {
                AlertState before = alertsOfOtherInputs(endMs, context);
                if (before == null && closedMs != null) {
                    judgeGap(closedMs + stepMs(), endMs, context, out);
                }
                judge(endMs - windowMs(), endMs, window, before, context, out);
            }
        } else {
            tools.corrections().skipped(endMs - windowMs(), context.timerService());
        }
        tools.corrections().gapEnded();
        tools.steps().close(endMs - stepMs());
        context.timerService().registerEventTimeTimer(endMs + forgetMs() - 1);
    }

    /** Judges the window once more that is corrected at a moment, if late predictions came for it. Alerts stay as they are. */
    private void correct(long momentMs, OnTimerContext context, Collector<OutgoingRecord> out) throws Exception {
        ModelKey model = ModelKeys.split(context.getCurrentKey());
        long watermarkMs = context.timerService().currentWatermark();
        Long closedMs = tools.steps().closedMs();
        Long judgedToMs = closedMs == null ? null : Long.valueOf(closedMs + stepMs());
        WindowVerdict verdict = tools.corrections()
                .correct(model, momentMs, judgedToMs, (startMs, late) -> revised(model, startMs, late, watermarkMs));
        if (verdict != null) {
            publish(model, verdict, out);
        }
    }

    private Revision revised(ModelKey model, long startMs, Corrections.LateWindow late, long watermarkMs)
            throws IOException {
        byte[] bytes = tools.detector().value();
        if (bytes == null || !tools.codec().reads(bytes)) {
            return Revision.NONE;
        }
        DetectorState state = tools.codec().decode(bytes);
        long endMs = startMs + windowMs();
        FirstVerdict first = late.first();
        MissingPartitions lacked = first == null ? partitions.missing(startMs, endMs) : first.missing();
        MissingPartitions missing =
                watermarkMs == Long.MAX_VALUE ? MissingPartitions.NONE : partitions.still(lacked, endMs);
        return detector(model, state).revise(state, startMs, endMs, late.summary(), late.lateRows(), first, missing);
    }

    /** Moments still to come at which something of the current model is corrected or forgotten, as another run left it. */
    List<Long> correctionMoments(String model) throws IOException {
        return tools.corrections().restored(model, partitions.judgedToMs());
    }

    /** Resolves what is open of models that others have taken over from. */
    private void release(long endMs, OnTimerContext context) {
        long lastStepMs = endMs - stepMs();
        succession.forgetBefore(lastStepMs);
        for (Succession.Released released : succession.release(lastStepMs, endMs - windowMs(), endMs)) {
            context.output(ALERTS, tools.records().alert(released.model(), released.change()));
        }
    }

    /** Judges the windows in which nothing came, unless another model served meanwhile. */
    private void judgeGap(long judgedEndMs, long endMs, OnTimerContext context, Collector<OutgoingRecord> out)
            throws Exception {
        if (succession.replacedSince(ModelKeys.split(context.getCurrentKey()), judgedEndMs)) {
            return;
        }
        for (long gapEndMs : GapWindows.ends(config.definition(), state(), judgedEndMs, endMs)) {
            WindowSummary nothing = new WindowSummary(config.features().size(), DriftDetector.WINDOW_ROWS);
            if (!tools.corrections().wasCorrectedUnjudged(gapEndMs - windowMs())) {
                judge(gapEndMs - windowMs(), gapEndMs, nothing, null, context, out);
            }
        }
    }

    /** @param anew alerts of before, of a model whose reference begins anew; null when it goes on */
    private void judge(
            long startMs,
            long endMs,
            WindowSummary window,
            @Nullable AlertState anew,
            OnTimerContext context,
            Collector<OutgoingRecord> out)
            throws Exception {
        ModelKey model = ModelKeys.split(context.getCurrentKey());
        DetectorState before = state();
        // At the end of a bounded stream every partition has come to its end.
        MissingPartitions missing = context.timerService().currentWatermark() == Long.MAX_VALUE
                ? MissingPartitions.NONE
                : partitions.missing(startMs, endMs);
        DriftDetector detector = detector(model, before);
        if (detector.leavesOut(anew == null ? before : null, startMs, endMs, window, missing)) {
            leftOut.count(model, endMs, missing);
        }
        DriftDetector.Outcome outcome = anew == null
                ? detector.next(succession.returned(model, before), startMs, endMs, window, missing)
                : detector.beginAnew(anew, startMs, endMs, window, missing);
        partitions.judged(startMs, endMs);
        tools.detector().update(tools.codec().encode(outcome.state()));
        succession.judged(model, outcome.state());
        tools.corrections().compared(startMs, context.timestamp() + 1, outcome.first(), context.timerService());
        emit(model, outcome, context, out);
    }

    /** @param state what is known of the model; null when nothing is */
    private DriftDetector detector(ModelKey model, @Nullable DetectorState state) {
        return new DriftDetector(
                config.pipeline(),
                model,
                config.definition(),
                config.columns(),
                tools.profiles().of(model, state));
    }

    /** Whether a model whose last window ended at a moment is to be forgotten before another. */
    private boolean isGone(long lastEndMs, long beforeMs) {
        return beforeMs > lastEndMs + forgetMs();
    }

    /** Forgets a model that has not predicted for long; {@code lastEndMs} is the end of its last window. */
    private void forget(long lastEndMs, OnTimerContext context) throws Exception {
        byte[] before = tools.detector().value();
        if (before != null) {
            resolve(DetectorCodec.alerts(before), lastEndMs, FORGOTTEN, context);
        }
        tools.detector().clear();
        tools.corrections().gapEnded();
        tools.steps().forget(context.getCurrentKey(), lastEndMs);
        succession.forget(ModelKeys.split(context.getCurrentKey()));
    }

    /**
     * What is known of the model goes when it is about other inputs than those watched now; an open alert is resolved for that. The alerts of
     * before; null when the inputs are the same.
     */
    private @Nullable AlertState alertsOfOtherInputs(long endMs, OnTimerContext context) throws IOException {
        byte[] before = tools.detector().value();
        if (before == null || tools.codec().reads(before)) {
            return null;
        }
        LOGGER.warn(
                "the inputs have changed since {} was last watched: its reference begins anew",
                ModelKeys.split(context.getCurrentKey()));
        AlertState alerts = DetectorCodec.alerts(before);
        resolve(alerts, endMs, OTHER_INPUTS, context);
        tools.detector().clear();
        return alerts;
    }

    /** The timer to forget the current model with; null when nothing was judged of it. Older checkpoints have models without. */
    @Nullable
    Long forgetTimerMs() throws IOException {
        Long closedMs = tools.steps().closedMs();
        if (closedMs != null) {
            correctedSince.judgedBefore(closedMs + stepMs());
        }
        return closedMs == null ? null : closedMs + stepMs() + forgetMs() - 1;
    }

    /** A watermark has come, and all that it ends is judged. */
    void passed(long watermarkMs) {
        partitions.passed(judgedToMs(watermarkMs));
    }

    /** Whether an alert about silence is open that nobody watches for any more. */
    boolean resolvesSilence() throws IOException {
        return tools.silence().isLeftOpen();
    }

    private void resolve(AlertState alerts, long endMs, String why, OnTimerContext context) {
        ModelKey model = ModelKeys.split(context.getCurrentKey());
        WindowVerdict window = new WindowVerdict(endMs - windowMs(), endMs, List.of(), new OffsetRanges());
        for (AlertChange change : new AlertPolicy(config.pipeline(), model, config.definition())
                .release(succession.stillOpen(model, alerts), window, why)) {
            context.output(ALERTS, tools.records().alert(model, change));
        }
    }

    private @Nullable DetectorState state() throws IOException {
        byte[] before = tools.detector().value();
        return before == null ? null : tools.codec().decode(before);
    }

    private void emit(
            ModelKey model, DriftDetector.Outcome outcome, OnTimerContext context, Collector<OutgoingRecord> out) {
        Reference frozen = outcome.frozen();
        List<String> features = config.features();
        for (int i = 0; frozen != null && i < features.size(); i++) {
            context.output(PROFILES, tools.records().profile(model, features.get(i), frozen, i));
        }
        WindowVerdict verdict = outcome.verdict();
        if (verdict != null) {
            publish(model, verdict, out);
        }
        for (AlertChange change : outcome.changes()) {
            context.output(ALERTS, tools.records().alert(model, change));
        }
        RetrainingRequest retraining = outcome.retraining();
        if (retraining != null) {
            context.output(RETRAINING, tools.records().retraining(model, retraining));
        }
    }

    private void publish(ModelKey model, WindowVerdict verdict, Collector<OutgoingRecord> out) {
        for (FeatureVerdict feature : verdict.features()) {
            out.collect(tools.records().metric(model, verdict, feature));
        }
    }

    /** End of the windows that are judged once a watermark has come. */
    private long judgedToMs(long watermarkMs) {
        boolean noTime = watermarkMs == Long.MIN_VALUE || watermarkMs == Long.MAX_VALUE;
        return noTime ? watermarkMs : config.definition().stepStartMs(watermarkMs + 1);
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
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
