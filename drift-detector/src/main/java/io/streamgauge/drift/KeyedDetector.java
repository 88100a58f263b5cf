package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.AlertPolicy;
import io.streamgauge.drift.policy.AlertState;
import io.streamgauge.drift.policy.DetectorState;
import io.streamgauge.drift.policy.DriftDetector;
import io.streamgauge.drift.policy.FirstVerdict;
import io.streamgauge.drift.policy.MissingPartitions;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.Revision;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.WindowSummary;
import io.streamgauge.drift.state.DetectorCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link DriftDetector} of the model at hand, whose state is keyed: judges its windows, once more those that are corrected, and forgets
 * what is known of it.
 */
final class KeyedDetector {

    private static final Logger LOGGER = LoggerFactory.getLogger(KeyedDetector.class);
    private static final String OTHER_INPUTS = "What is watched of the model has changed: its reference begins anew.";

    private final DriftJobConfig config;
    private final DriftDefinition definition;
    private final ValueState<byte[]> state;
    private final DetectorCodec codec;
    private final ModelProfiles profiles;
    private final LeftOutWindows leftOut;
    private final DetectMemory memory;
    private final KeyedCorrections corrections;

    /**
     * A timer of a model.
     *
     * @param ms of event time: the end of a window, or when one is corrected
     * @param out where what is found goes
     */
    record Moment(ModelKey model, long ms, TimerService timers, DetectOutput out) {

        /** At the end of a bounded stream every partition has come to its end. */
        private boolean afterAll() {
            return timers.currentWatermark() == Long.MAX_VALUE;
        }
    }

    KeyedDetector(DriftJobConfig config, DetectMemory memory, KeyedCorrections corrections, RuntimeContext context) {
        this.config = config;
        this.definition = config.definition();
        this.memory = memory;
        this.corrections = corrections;
        this.state = context.getState(
                new ValueStateDescriptor<>("detector", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        this.codec = new DetectorCodec(config.features());
        this.profiles = new ModelProfiles(
                config.profiles(), definition, config.columns(), ModelProfiles.WAITS, KeyedDetector::sleep);
        this.leftOut = LeftOutWindows.of(context);
    }

    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    /** Judges the windows in which nothing came, up to the moment's, unless another model served meanwhile. */
    void judgeGap(Moment at, long judgedEndMs) throws IOException {
        if (memory.succession().replacedSince(at.model(), judgedEndMs)) {
            return;
        }
        for (long endMs : GapWindows.ends(definition, known(), judgedEndMs, at.ms())) {
            long startMs = endMs - definition.window().toMillis();
            if (!corrections.wasCorrectedUnjudged(startMs)) {
                judge(at, startMs, endMs, new WindowSummary(config.features().size(), DriftDetector.WINDOW_ROWS), null);
            }
        }
    }

    /**
     * Judges a window.
     *
     * @param at the end of it, or of one in which nothing came that of the next in which something did
     * @param anew alerts of before, of a model whose reference begins anew; null when it goes on
     */
    void judge(Moment at, long startMs, long endMs, WindowSummary window, @Nullable AlertState anew)
            throws IOException {
        DetectorState before = known();
        MissingPartitions missing =
                at.afterAll() ? MissingPartitions.NONE : memory.partitions().missing(startMs, endMs);
        DriftDetector detector = detector(at.model(), before);
        if (detector.leavesOut(anew == null ? before : null, startMs, endMs, window, missing)) {
            leftOut.count(at.model(), endMs, missing);
        }
        DriftDetector.Outcome outcome = anew == null
                ? detector.next(memory.succession().returned(at.model(), before), startMs, endMs, window, missing)
                : detector.beginAnew(anew, startMs, endMs, window, missing);
        memory.partitions().judged(startMs, endMs);
        state.update(codec.encode(outcome.state()));
        memory.succession().judged(at.model(), outcome.state());
        corrections.compared(startMs, at.ms(), outcome.first(), at.timers());
        at.out().add(at.model(), outcome);
    }

    /** Judges a window once more; alerts stay as they are. */
    Revision revised(Moment at, long startMs, Corrections.LateWindow late) throws IOException {
        byte[] bytes = state.value();
        if (bytes == null || !codec.reads(bytes)) {
            return Revision.NONE;
        }
        DetectorState known = codec.decode(bytes);
        long endMs = startMs + definition.window().toMillis();
        FirstVerdict first = late.first();
        MissingPartitions lacked = first == null ? memory.partitions().missing(startMs, endMs) : first.missing();
        MissingPartitions missing =
                at.afterAll() ? MissingPartitions.NONE : memory.partitions().still(lacked, endMs);
        return detector(at.model(), known)
                .revise(known, startMs, endMs, late.summary(), late.lateRows(), first, missing);
    }

    /**
     * What is known of the model goes when it is about other inputs than those watched now; an open alert is resolved for that. The alerts of
     * before; null when the inputs are the same.
     */
    @Nullable
    AlertState alertsOfOtherInputs(Moment at) throws IOException {
        byte[] before = state.value();
        if (before == null || codec.reads(before)) {
            return null;
        }
        LOGGER.warn("the inputs have changed since {} was last watched: its reference begins anew", at.model());
        AlertState alerts = DetectorCodec.alerts(before);
        resolve(at, alerts, at.ms(), OTHER_INPUTS);
        state.clear();
        return alerts;
    }

    /** Forgets a model that has not predicted for long; {@code lastEndMs} is the end of its last window. */
    void forget(Moment at, long lastEndMs) throws IOException {
        byte[] before = state.value();
        if (before != null) {
            resolve(at, DetectorCodec.alerts(before), lastEndMs, DetectFunction.FORGOTTEN);
        }
        state.clear();
    }

    private void resolve(Moment at, AlertState alerts, long endMs, String why) {
        WindowVerdict window =
                new WindowVerdict(endMs - definition.window().toMillis(), endMs, List.of(), new OffsetRanges());
        for (AlertChange change : new AlertPolicy(config.pipeline(), at.model(), definition)
                .release(memory.succession().stillOpen(at.model(), alerts), window, why)) {
            at.out().add(at.model(), change);
        }
    }

    private @Nullable DetectorState known() throws IOException {
        byte[] before = state.value();
        return before == null ? null : codec.decode(before);
    }

    /** @param known of the model; null when nothing is */
    private DriftDetector detector(ModelKey model, @Nullable DetectorState known) {
        return new DriftDetector(config.pipeline(), model, definition, config.columns(), profiles.of(model, known));
    }
}
