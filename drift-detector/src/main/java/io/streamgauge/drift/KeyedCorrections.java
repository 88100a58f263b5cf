package io.streamgauge.drift;

import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.FirstVerdict;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.Revision;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.WindowSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link Corrections} of the model at hand, whose store is its keyed state: takes what comes late, and sets the timers that windows are
 * corrected at. Late predictions that correct nothing are {@linkplain JobCount counted}.
 */
final class KeyedCorrections {

    private static final Logger LOGGER = LoggerFactory.getLogger(KeyedCorrections.class);

    /** State of each model of which something is kept, by which they are found: length of the steps that are, in milliseconds. */
    static final String LENGTH = "corrected-step-length";

    private final DriftDefinition definition;
    private final Corrections corrections;
    private final ValueState<Long> length;
    private final CorrectedSince since;
    private final JobCount tooLate;
    private final CorrectionCount corrected;

    /** Judges a window once more that began since corrections did. */
    @FunctionalInterface
    interface Judge {
        Revision of(long startMs, Corrections.LateWindow late) throws IOException;
    }

    /** @param width how many features a summary has */
    KeyedCorrections(DriftDefinition definition, int width, CorrectedSince since, RuntimeContext context) {
        this.since = since;
        this.definition = definition;
        this.length = context.getState(new ValueStateDescriptor<>(LENGTH, Types.LONG));
        this.corrections = new Corrections(
                definition,
                width,
                new Corrections.Kept(
                        new KeyedBytes(context, "corrected-steps"),
                        new KeyedBytes(context, "late-steps"),
                        new KeyedBytes(context, "first-verdicts"),
                        new KeyedBytes(context, "corrected-unjudged")));
        this.tooLate = JobCount.of(context, JobCount.LATE_PREDICTIONS);
        this.corrected = CorrectionCount.of(context);
    }

    /**
     * Keeps what came late of a step until the windows that hold it are corrected; too late when all of them are.
     *
     * @param passedMs windows that end up to there have been judged
     */
    void take(long stepStartMs, WindowSummary summary, long passedMs, TimerService timers) throws IOException {
        if (!definition.corrects() || corrections.lastMomentOf(stepStartMs) <= passedMs) {
            tooLate.add(summary.rows());
            return;
        }
        begin();
        corrections.late(stepStartMs, summary);
        for (long momentMs : corrections.momentsOf(stepStartMs)) {
            if (momentMs > passedMs) {
                timers.registerEventTimeTimer(momentMs - 1);
            }
        }
    }

    /** Keeps a step that has closed until the last window that holds it is corrected; null when nothing of it came in time. */
    void closed(long stepStartMs, byte @Nullable [] step, TimerService timers) throws IOException {
        if (definition.corrects() && step != null) {
            begin();
            corrections.closed(stepStartMs, step);
            timers.registerEventTimeTimer(corrections.lastMomentOf(stepStartMs) - 1);
        }
    }

    /** Keeps what a window was compared with at a moment; null when with nothing. */
    void compared(long windowStartMs, long momentMs, @Nullable FirstVerdict first, TimerService timers)
            throws IOException {
        if (corrections.compared(windowStartMs, momentMs, first)) {
            begin();
            timers.registerEventTimeTimer(corrections.momentOf(windowStartMs) - 1);
        }
    }

    /** Keeps that a window is not compared, as another model has taken over. */
    void skipped(long windowStartMs, TimerService timers) throws IOException {
        if (corrections.skipped(windowStartMs)) {
            begin();
            timers.registerEventTimeTimer(corrections.momentOf(windowStartMs) - 1);
        }
    }

    /** Whether a window was corrected of which nothing came in time, and that has not been judged. */
    boolean wasCorrectedUnjudged(long windowStartMs) {
        return definition.corrects() && corrections.wasCorrectedUnjudged(windowStartMs);
    }

    /** All windows before now are judged, or never will be. */
    void gapEnded() throws IOException {
        if (definition.corrects()) {
            corrections.gapEnded();
            endIfEmpty();
        }
    }

    /**
     * The verdict on the window that is corrected at a moment; null when nothing came late for it, or it cannot be judged once more.
     *
     * @param judgedToMs the model's windows that end up to there have been judged; null when none has
     */
    @Nullable
    WindowVerdict correct(ModelKey model, long momentMs, @Nullable Long judgedToMs, Judge judge) throws IOException {
        if (!definition.corrects()) {
            return null;
        }
        WindowVerdict verdict = null;
        Corrections.LateWindow late = corrections.at(momentMs);
        if (late != null) {
            long startMs = corrections.startMs(momentMs);
            Revision revision = startMs < since.sinceMs() ? Revision.NONE : judge.of(startMs, late);
            corrected.count(model, startMs, late.lateRows(), revision);
            verdict = revision.verdict();
            if (verdict != null && late.first() == null && judgedToMs != null) {
                corrections.correctedUnjudged(startMs, judgedToMs);
            }
        }
        corrections.passed(momentMs);
        endIfEmpty();
        return verdict;
    }

    private void endIfEmpty() throws IOException {
        if (length.value() != null && corrections.isEmpty()) {
            length.clear();
        }
    }

    private void begin() throws IOException {
        if (length.value() == null) {
            length.update(definition.step().toMillis());
        }
    }

    /**
     * Goes on from a checkpoint: what another document has left that this one does not fit is forgotten.
     *
     * @param judgedToMs windows that end up to there had been judged
     * @return moments to come at which something is corrected or forgotten
     */
    List<Long> restored(String model, long judgedToMs) throws IOException {
        long rows = since.goesOn() ? corrections.passedTo(judgedToMs) : corrections.clear();
        if (rows > 0) {
            tooLate.add(rows);
            LOGGER.warn(
                    "drift.corrections, the windows or the inputs have changed: the {} predictions of {} that came late correct nothing",
                    rows,
                    ModelKeys.split(model));
        }
        endIfEmpty();
        return corrections.moments().stream()
                .filter(momentMs -> momentMs > judgedToMs)
                .toList();
    }

    /** A map state, whose failures are those of the job. */
    private static final class KeyedBytes implements Corrections.Store {

        private final MapState<Long, byte[]> state;

        private KeyedBytes(RuntimeContext context, String name) {
            this.state = context.getMapState(
                    new MapStateDescriptor<>(name, Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        }

        @Override
        public byte @Nullable [] get(long ms) {
            return attempt(() -> state.get(ms));
        }

        @Override
        public void put(long ms, byte[] bytes) {
            attempt(() -> {
                state.put(ms, bytes);
                return null;
            });
        }

        @Override
        public void remove(long ms) {
            attempt(() -> {
                state.remove(ms);
                return null;
            });
        }

        @Override
        public List<Long> moments() {
            List<Long> moments = attempt(() -> {
                List<Long> found = new ArrayList<>();
                state.keys().forEach(found::add);
                return found;
            });
            return moments == null ? List.of() : moments;
        }

        @Override
        public boolean isEmpty() {
            return Boolean.TRUE.equals(attempt(state::isEmpty));
        }

        private static <T> @Nullable T attempt(Callable<@Nullable T> access) {
            try {
                return access.call();
            } catch (Exception e) {
                throw new IllegalStateException("the state of corrections cannot be read or written", e);
            }
        }
    }
}
